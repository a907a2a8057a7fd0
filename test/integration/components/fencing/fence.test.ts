import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { planFencing, renderDevice } from "../../../../components/fencing/plan.ts";
import type { InventoryFencing } from "../../../../rack/fencing-inventory.ts";
import { programText } from "../../../../rack/script.ts";
import { startBmc, type Bmc } from "../../../support/bmc.ts";

const source = new URL("../../../../components/fencing/scripts/fence.sh", import.meta.url);
const password = "s3cret-of-a-bmc";
let bmc: Bmc;

beforeEach(async () => {
  bmc = await startBmc(password);
  await writeFile(join(bmc.bin, "fence"), programText(source));
  await put({});
});
afterEach(async () => {
  await bmc.stop();
});

/** Writes the device of host2 as a host has it. */
async function put(changes: Partial<InventoryFencing>, secret = password): Promise<void> {
  const ipmi = {
    kind: "ipmi",
    address: "127.0.0.1",
    port: bmc.port,
    user: "crossbed",
    cipherSuite: 3,
    action: "reboot",
  };
  const fencing = { ...ipmi, passwordFile: "/", ...changes } as InventoryFencing;
  const [device] = planFencing({ hosts: [{ name: "host2", fencing }], activeHosts: [], emulated: false });
  if (device === undefined) throw new Error("no device");
  await writeFile(join(bmc.directory, "host2"), renderDevice(device));
  await writeFile(join(bmc.directory, "host2.password"), secret, { mode: 0o600 });
}

/** As dlm calls it, or a person with an action. */
async function fence(input: string) {
  const { exitCode, stdout, stderr } = await execa("bash", [join(bmc.bin, "fence")], {
    input: `${input}\nnode=2\nfail_time=1700000000\n`,
    env: { PATH: `${bmc.bin}:${process.env["PATH"] ?? ""}`, CROSSBED_FENCING: bmc.directory, HOSTNAME: "host1" },
    reject: false,
  });
  return { status: exitCode, stdout, stderr };
}
const succeeded = { status: 0, stdout: "", stderr: "" };

describe("the program that fences, against a real BMC's protocol", () => {
  it("says whether the machine is on or off, and switches nothing for it", async () => {
    expect(await fence("host=host2\naction=status")).toEqual({ ...succeeded, stdout: "on" });
    await bmc.setState("shut off");
    expect(await fence("host=host2\naction=status")).toEqual({ ...succeeded, stdout: "off" });
    expect(await bmc.told()).toEqual([]);
  });

  it("called by dlm does what the device's plan says: off, seen to be off, and on again", async () => {
    expect(await fence("host=host2")).toEqual(succeeded);
    expect(await bmc.told()).toEqual(["destroy", "start"]);
    await put({ action: "off" });
    expect(await fence("host=host2")).toEqual(succeeded);
    expect(await bmc.told()).toEqual(["destroy", "start", "destroy"]);
    expect(await bmc.state()).toBe("shut off");
  });

  it("takes a machine that is off already for cut off", async () => {
    await bmc.setState("shut off");
    expect(await fence("host=host2\naction=off")).toEqual(succeeded);
    expect(await bmc.told()).toEqual([]);
  });

  it("fails where the power cannot be known: nothing may go on then", async () => {
    await bmc.setState("error: failed to connect to the hypervisor");
    const { status, stderr } = await fence("host=host2");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^fencing of host2: its device (?:does not answer|gives an answer that Crossbed does not know): /,
    );
    expect(await bmc.told()).toEqual([]);
  });

  it("fails with a wrong password, and shows none", async () => {
    await put({}, "another-one");
    const { status, stdout, stderr } = await fence("host=host2\naction=status");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^fencing of host2: its device does not answer: /);
    expect(stderr).not.toContain("another-one");
  });

  it("refuses a host that it knows no device of, and an action that it does not have", async () => {
    expect(await fence("host=host3")).toEqual({
      ...succeeded,
      status: 1,
      stderr: `fencing of host3: host1 knows no device of it: ${bmc.directory}/host3 is not there. Run up again`,
    });
    expect(await fence("host=host2\naction=on")).toMatchObject({
      status: 1,
      stderr: "fencing of host2: action is on; it can be off, reboot or status",
    });
    expect((await fence("host=../host2")).status).toBe(1);
  });

  it("hands the password to ipmitool by a file and to an agent by stdin", async () => {
    const note =
      'printf "%s\\n" "$@" > "${0%/*}/arguments"; [[ $0 == *ipmitool ]] || cat > "${0%/*}/input"; echo "Chassis Power is off"';
    for (const name of ["ipmitool", "fence_apc"]) {
      await writeFile(join(bmc.bin, name), `#!/bin/bash\n${note}\n`);
      await chmod(join(bmc.bin, name), 0o755);
    }
    expect((await fence("host=host2")).status).toBe(0);
    const words = (await readFile(join(bmc.bin, "arguments"), "utf8")).split("\n");
    expect(words).not.toContain(password);
    expect(words.slice(words.indexOf("-f"), words.indexOf("-f") + 2)).toEqual([
      "-f",
      join(bmc.directory, "host2.password"),
    ]);

    await put({ kind: "agent", agent: "fence_apc", options: { ip: "pdu", plug: "3" } });
    expect(await fence("host=host2")).toEqual(succeeded);
    expect((await readFile(join(bmc.bin, "arguments"), "utf8")).trim()).toBe("");
    const input = (await readFile(join(bmc.bin, "input"), "utf8")).trim().split("\n").toSorted();
    expect(input).toEqual(["action=reboot", "ip=pdu", `password=${password}`, "plug=3"]);
  });

  it("takes an agent's words: 2 is a machine that is off, another status a device that failed", async () => {
    await put({ kind: "agent", agent: "fence_apc", options: {} });
    const agent = async (status: number): Promise<void> => {
      await writeFile(
        join(bmc.bin, "fence_apc"),
        `#!/bin/bash\ncat > /dev/null; echo "Unable to connect"; exit ${String(status)}\n`,
      );
      await chmod(join(bmc.bin, "fence_apc"), 0o755);
    };
    await agent(2);
    expect(await fence("host=host2\naction=status")).toEqual({ ...succeeded, stdout: "off" });
    expect((await fence("host=host2")).status).toBe(1);
    await agent(1);
    expect(await fence("host=host2\naction=status")).toMatchObject({
      status: 1,
      stderr: "fencing of host2: fence_apc ended with status 1: Unable to connect",
    });
  });
});
