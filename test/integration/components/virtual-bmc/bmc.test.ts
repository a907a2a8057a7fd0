import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { localScriptText } from "../../../../components/local-script.ts";

const scripts = new URL("../../../../components/virtual-bmc/scripts/", import.meta.url);
const virsh = `#!/bin/bash
here=\${0%/*}
case $* in
  *domstate*) cat "$here/state" ;;
  *destroy*) echo "shut off" > "$here/state" ;;
esac
`;
let lab: string;
let namespace: string;

beforeEach(async () => {
  lab = await mkdtemp(join(tmpdir(), "cb-fenced-"));
  namespace = basename(lab);
  await Promise.all(["run", "log", "bin"].map((folder) => mkdir(join(lab, folder))));
  await writeFile(join(lab, "bin/virsh"), virsh);
  await chmod(join(lab, "bin/virsh"), 0o755);
  await writeFile(join(lab, "bin/state"), "running\n");
});
afterEach(async () => {
  await rm(lab, { recursive: true });
});

async function run(step: string, address: string, machine = "host2"): Promise<void> {
  const chassis = await readFile(new URL("chassis.sh", scripts), "base64");
  await execa("bash", ["-c", localScriptText(new URL(`${step}.sh`, scripts))], {
    env: {
      PATH: `${join(lab, "bin")}:${process.env["PATH"] ?? ""}`,
      ...{ LAB: lab, NAMESPACE: namespace, MACHINE: machine, DOMAIN: "lab-host2", URI: "qemu:///system" },
      ...{ ADDRESS: address, PORT: "623", BRIDGE: "mgmt", USER_NAME: "crossbed", CHASSIS: chassis, INCARNATION: "1" },
    },
  });
}

const inNamespace = (...command: readonly string[]) => execa("ip", ["netns", "exec", namespace, ...command]);
const recorded = (): Promise<string> => readFile(join(lab, "run/bmc-host2.process"), "utf8");

async function power(address: string, action: string): Promise<string> {
  const login = ["-U", "crossbed", "-f", join(lab, "bmc/password")];
  const { stdout } = await inNamespace(
    "ipmitool",
    "-I",
    "lanplus",
    "-C",
    "3",
    "-H",
    address,
    ...login,
    "chassis",
    "power",
    action,
  );
  return stdout;
}

// A network namespace is root's to make.
describe.skipIf(process.getuid?.() !== 0)("the BMC of a machine of the lab", () => {
  beforeEach(async () => {
    await execa("ip", ["netns", "add", namespace]);
    await execa("ip", ["-n", namespace, "link", "set", "lo", "up"]);
    await execa("ip", ["-n", namespace, "link", "add", "mgmt", "type", "bridge"]);
    await execa("ip", ["-n", namespace, "link", "set", "mgmt", "up"]);
  });
  afterEach(async () => {
    await run("bmc-undo", "10.77.1.5");
    await execa("ip", ["netns", "del", namespace]);
  });

  it("answers on an address of its own with the lab's password, and switches the machine's power", async () => {
    await run("bmc", "10.77.1.4");
    expect(await power("10.77.1.4", "status")).toBe("Chassis Power is on");
    await power("10.77.1.4", "off");
    expect(await power("10.77.1.4", "status")).toBe("Chassis Power is off");
    expect(await readFile(join(lab, "bin/state"), "utf8")).toBe("shut off\n");
  });

  it("stays as it is when it runs again, and is another one at another address; its password stays", async () => {
    await run("bmc", "10.77.1.4");
    const [first, password] = [await recorded(), await readFile(join(lab, "bmc/password"), "utf8")];
    await run("bmc", "10.77.1.4");
    expect(await recorded()).toBe(first);
    await run("bmc", "10.77.1.5");
    expect(await recorded()).not.toBe(first);
    expect(await power("10.77.1.5", "status")).toBe("Chassis Power is on");
    expect(await readFile(join(lab, "bmc/password"), "utf8")).toBe(password);
  });

  it("shares its password with those that are made beside it", async () => {
    const machines = ["host1", "host2", "host3", "host4"];
    await Promise.all(machines.map((machine, index) => run("bmc", `10.77.1.${String(index + 3)}`, machine)));
    for (const index of machines.keys()) {
      expect(await power(`10.77.1.${String(index + 3)}`, "status")).toBe("Chassis Power is on");
    }
    await Promise.all(machines.map((machine, index) => run("bmc-undo", `10.77.1.${String(index + 3)}`, machine)));
  });

  it("leaves nothing behind but the lab's password", async () => {
    await run("bmc", "10.77.1.4");
    await run("bmc-undo", "10.77.1.4");
    const { stdout } = await execa("find", [lab, "-path", "*bmc*", "-not", "-type", "d", "-not", "-path", "*/log/*"]);
    expect(stdout).toBe(join(lab, "bmc/password"));
    expect((await inNamespace("ip", "-brief", "address", "show", "mgmt")).stdout).not.toContain("10.77.1.4");
  });
});
