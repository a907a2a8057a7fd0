/** A BMC as the lab's are: ipmi_sim on a port of the loopback, its machine a stand-in for libvirt's client. */
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createSocket } from "node:dgram";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

export interface Bmc {
  /** Holds the devices as hosts have them. */
  readonly directory: string;
  readonly port: number;
  /** Directory of the stand-in. */
  readonly bin: string;
  /** What the stand-in for the machine says: `running` or `shut off`; another text is one that libvirt fails with. */
  readonly setState: (state: string) => Promise<void>;
  readonly state: () => Promise<string>;
  /** What libvirt was told, a word each. */
  readonly told: () => Promise<string[]>;
  readonly stop: () => Promise<void>;
}

const virsh = `#!/bin/bash
here=\${0%/*}
for word; do case $word in domstate | start | destroy | reset) command=$word ;; esac; done
state=$(< "$here/state")
case $command in
  domstate) case $state in running | 'shut off') echo "$state" ;; *) echo "$state" >&2; exit 1 ;; esac ;;
  start) echo running > "$here/state"; echo start >> "$here/told" ;;
  destroy) [[ -e $here/stuck ]] || echo 'shut off' > "$here/state"; echo destroy >> "$here/told" ;;
  reset) echo reset >> "$here/told" ;;
esac
`;

export async function startBmc(password: string): Promise<Bmc> {
  const root = await mkdtemp(join(tmpdir(), "crossbed-bmc-"));
  const [directory, bin] = [join(root, "devices"), join(root, "bin")];
  await Promise.all([directory, bin, join(root, "kept")].map((path) => mkdir(path)));
  await writeFile(join(bin, "virsh"), virsh);
  await chmod(join(bin, "virsh"), 0o755);
  await writeFile(join(bin, "state"), "running\n");
  await writeFile(join(bin, "told"), "");
  const chassis = new URL("../../components/virtual-bmc/scripts/chassis.sh", import.meta.url).pathname;
  const port = await freePort();
  const config = [
    'name "host2"',
    "set_working_mc 0x20",
    "  startlan 1",
    `    addr 127.0.0.1 ${String(port)}`,
    "    priv_limit admin",
    "    allowed_auths_admin md5",
    "    guid a123456789abcdefa123456789abcdef",
    "  endlan",
    `  chassis_control "${chassis} lab-host2 qemu:///system 0x20"`,
    `  user 2 true "crossbed" "${password}" admin 10 md5`,
    "",
  ].join("\n");
  await writeFile(join(root, "lan.conf"), config);
  await writeFile(
    join(root, "mc.emu"),
    "mc_setbmc 0x20\nmc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\nmc_enable 0x20\n",
  );
  const files = ["-c", join(root, "lan.conf"), "-f", join(root, "mc.emu"), "-s", join(root, "kept")];
  const child = execa("ipmi_sim", ["-n", ...files], {
    env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` },
    stdin: "ignore",
    reject: false,
  });
  return {
    directory,
    port,
    bin,
    setState: async (state) => {
      await writeFile(join(bin, "state"), `${state}\n`);
    },
    state: async () => (await readFile(join(bin, "state"), "utf8")).trim(),
    told: async () => (await readFile(join(bin, "told"), "utf8")).split("\n").filter((line) => line !== ""),
    stop: async () => {
      child.kill("SIGKILL");
      await child;
      await rm(root, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}
