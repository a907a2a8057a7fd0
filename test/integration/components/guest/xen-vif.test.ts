import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const script = new URL("../../../../components/guest/scripts/xen-vif.sh", import.meta.url);
const backend = "/local/domain/0/backend/vif/7/0";
const disks = "/local/domain/0/backend/qdisk/7";

let host: string;
let mtu: string;

/** Stand-ins for the programs, which write down what they were asked; the loopback card stands in for the bridge. */
beforeEach(async () => {
  host = await mkdtemp(join(tmpdir(), "vif-"));
  mtu = (await readFile("/sys/class/net/lo/mtu", "utf8")).trim();
  const programs = {
    ip: 'echo "ip $*" >> "$HOST/log"; [[ ! -e $HOST/broken ]]',
    "xenstore-list": `[[ $1 == ${disks} ]] && printf '%s\\n' 51712 51728`,
    "xenstore-read": `for key; do
      case $key in
        ${backend}/bridge | */1/bridge) echo lo ;;
        /local/domain/7/name) echo cb-a1 ;;
        ${disks}/51712/params) echo qcow2:/crossbed/xen/guests/host1/cb-a1.qcow2 ;;
        ${disks}/51728/params) echo aio:/crossbed/xen/guests/host1/cb-a1.seed ;;
        *) exit 1 ;;
      esac
    done`,
    guard:
      'echo "guard $*" >> "$HOST/log"; sed "s/^/  /" >> "$HOST/log"; [[ ! -e $HOST/owned ]] || { echo "cb-a1 belongs to host2" >&2; exit 1; }',
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

/** What the first card asks the guard. */
const asksGuard = [
  "guard cb-a1 attach begin -",
  "  <source file='/crossbed/xen/guests/host1/cb-a1.qcow2'/>",
  "  <source file='/crossbed/xen/guests/host1/cb-a1.seed'/>",
];

/** Runs it as libxl does; returns whether it succeeded and what it asked for. */
async function run(command: string, card = 0): Promise<{ succeeded: boolean; asked: string[] }> {
  const text = (await readFile(script, "utf8"))
    .replace("export PATH=", `export PATH=${host}:`)
    .replace("/etc/libvirt/hooks/libxl.d/crossbed", `${host}/guard`);
  const { exitCode } = await execa("bash", ["-c", text, "xen-vif", command, "type_if=vif"], {
    env: {
      HOST: host,
      vif: `vif7.${String(card)}`,
      XENBUS_PATH: backend.replace(/0$/u, String(card)),
    },
    reject: false,
  });
  return { succeeded: exitCode === 0, asked: (await readFile(join(host, "log"), "utf8")).trim().split("\n") };
}

describe("xen-vif.sh", () => {
  it("puts a card into its bridge and tells Xen", async () => {
    expect(await run("online")).toEqual({
      succeeded: true,
      asked: [
        ...asksGuard,
        `ip link set dev vif7.0 mtu ${mtu} address fe:ff:ff:ff:ff:ff master lo`,
        "ip link set dev vif7.0 up",
        `write /local/domain/7/device/vif/0/mtu ${mtu} ${backend}/hotplug-status connected`,
      ],
    });
  });

  it("asks for a guest once, at its first card", async () => {
    const { succeeded, asked } = await run("online", 1);
    expect(succeeded).toBe(true);
    expect(asked[0]).toBe(`ip link set dev vif7.1 mtu ${mtu} address fe:ff:ff:ff:ff:ff master lo`);
  });

  it("leaves the card down, and says why, where the guard refuses", async () => {
    await writeFile(join(host, "owned"), "");
    expect(await run("online")).toEqual({
      succeeded: false,
      asked: [...asksGuard, `write ${backend}/hotplug-error cb-a1 belongs to host2 ${backend}/hotplug-status error`],
    });
  });

  it("asks also for a guest without a disk of QEMU's, and brings up no card where the guard is gone", async () => {
    await writeFile(join(host, "xenstore-list"), "#!/bin/bash\nexit 1\n");
    expect((await run("online")).asked[0]).toBe(asksGuard[0]);
    await rm(join(host, "guard"));
    expect((await run("online")).succeeded).toBe(false);
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
