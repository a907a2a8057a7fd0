import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const script = new URL("../../../../components/guest/scripts/xen-vif.sh", import.meta.url);
const backend = "/local/domain/0/backend/vif/7/0";

let host: string;
let mtu: string;

/** Stand-ins for the programs, which write down what they were asked; the loopback card stands in for the bridge. */
beforeEach(async () => {
  host = await mkdtemp(join(tmpdir(), "vif-"));
  mtu = (await readFile("/sys/class/net/lo/mtu", "utf8")).trim();
  const programs = {
    ip: 'echo "ip $*" >> "$HOST/log"; [[ ! -e $HOST/broken ]]',
    "xenstore-read": `[[ $1 == ${backend}/bridge ]] && echo lo`,
    "xenstore-write": 'echo "write $*" >> "$HOST/log"',
  };
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(host, name), `#!/bin/bash\n${text}\n`);
    await chmod(join(host, name), 0o755);
  }
});

afterEach(async () => {
  await rm(host, { recursive: true });
});

/** Runs it as libxl does; returns whether it succeeded and what it asked for. */
async function run(command: string): Promise<{ succeeded: boolean; asked: string[] }> {
  const text = (await readFile(script, "utf8")).replace("export PATH=", `export PATH=${host}:`);
  const { exitCode } = await execa("bash", ["-c", text, "xen-vif", command, "type_if=vif"], {
    env: { HOST: host, vif: "vif7.0", XENBUS_PATH: backend },
    reject: false,
  });
  return { succeeded: exitCode === 0, asked: (await readFile(join(host, "log"), "utf8")).trim().split("\n") };
}

describe("xen-vif.sh", () => {
  it("puts a card into its bridge and tells Xen", async () => {
    expect(await run("online")).toEqual({
      succeeded: true,
      asked: [
        `ip link set dev vif7.0 mtu ${mtu} address fe:ff:ff:ff:ff:ff master lo`,
        "ip link set dev vif7.0 up",
        `write /local/domain/7/device/vif/0/mtu ${mtu} ${backend}/hotplug-status connected`,
      ],
    });
  });

  it("tells Xen when it cannot", async () => {
    await writeFile(join(host, "broken"), "");
    const { succeeded, asked } = await run("online");
    expect(succeeded).toBe(false);
    expect(asked.at(-1)).toBe(
      `write ${backend}/hotplug-error xen-vif failed for vif7.0 ${backend}/hotplug-status error`,
    );
  });

  it("takes a card away that may be gone already", async () => {
    await writeFile(join(host, "broken"), "");
    expect(await run("offline")).toEqual({ succeeded: true, asked: ["ip link set dev vif7.0 nomaster down"] });
  });
});
