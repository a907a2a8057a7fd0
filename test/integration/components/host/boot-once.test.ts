import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScript, type ScriptRun } from "../../../support/run-script.ts";

/** The host's files in place of this machine's: a menu, GRUB's environment, what the kernel says. */
let root: string;
let boots = 0;

const entries = ["linux", "xen-4.19", "xen-4.20"];
const menu = [
  'set default="${saved_entry}"',
  'if [ "${next_entry}" ]; then set default="${next_entry}"; fi',
  ...entries.map((id) => `menuentry 'Title of ${id}' --id ${id} {\n}`),
].join("\n");

/** Stands in for grub-editenv: NAME=value lines in a file. */
const editor = `#!/bin/bash
file=$1 verb=$2; shift 2
case $verb in
  create) : > "$file" ;;
  list) cat "$file" ;;
  set) grep -v "^\${1%%=*}=" "$file" > "$file.new"; echo "$1" >> "$file.new"; mv "$file.new" "$file" ;;
  unset) grep -v "^$1=" "$file" > "$file.new"; mv "$file.new" "$file" ;;
esac
exit 0
`;

const at = (path: string): string => join(root, path);
const put = (path: string, text: string): void => {
  writeFileSync(at(path), text);
};
const standIn = (name: string, text: string): void => {
  put(`bin/${name}`, text.startsWith("#!") ? text : `#!/bin/bash\n${text}\n`);
  chmodSync(at(`bin/${name}`), 0o755);
};
const environment = (): Record<string, string> =>
  Object.fromEntries(
    readFileSync(at("boot/grub/grubenv"), "utf8")
      .split("\n")
      .filter((line) => line.includes("="))
      .map((line) => line.split("=", 2) as [string, string]),
  );

/** The host boots an entry: the one for this boot alone, which GRUB then forgets, else the saved one, else the first. */
function powerCycle(): void {
  const { next_entry: next = "", saved_entry: saved = "" } = environment();
  put("boot/grub/grubenv", saved === "" ? "" : `saved_entry=${saved}\n`);
  boot(next || saved || "linux");
}

function boot(entry: string): void {
  boots += 1;
  const isXen = entry.startsWith("xen");
  put("proc/sys/kernel/random/boot_id", `boot-${String(boots)}\n`);
  put("proc/cmdline", isXen ? "root=a console=hvc0\n" : "BOOT_IMAGE=/vmlinuz root=a\n");
  rmSync(at("hypervisor"), { recursive: true, force: true });
  if (!isXen) return;
  for (const part of ["version", "compilation", "properties"]) mkdirSync(at(`hypervisor/${part}`), { recursive: true });
  put("hypervisor/type", "xen\n");
  put("hypervisor/version/minor", `${entry.slice("xen-4.".length)}\n`);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-boot-"));
  for (const folder of ["bin", "boot/grub", "proc/sys/kernel/random", "state"])
    mkdirSync(at(folder), { recursive: true });
  put("boot/grub/grub.cfg", menu);
  put("boot/grub/grubenv", "saved_entry=linux\n");
  put("proc/version", "Linux 6.12\n");
  put("proc/mounts", "/dev/vda1 / ext4 rw 0 0\n");
  standIn("grub-editenv", editor);
  standIn("systemctl", `echo "systemctl $*" >> ${at("calls")}`);
  standIn("systemd-run", `echo "systemd-run $*" >> ${at("calls")}`);
  standIn("virsh", "exit 1");
  standIn("findmnt", "echo /dev/vda1 ext4");
  standIn("lsblk", "echo part");
  standIn("xl", "echo 'xen_commandline : dom0_mem=1G'");
  boot("linux");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

async function run(steps: readonly string[], values: Readonly<Record<string, string>>): Promise<ScriptRun> {
  const text = steps
    .map((step) => readFileSync(`components/host/scripts/${step}.sh`, "utf8"))
    .join("\n")
    .replaceAll("/sys/hypervisor", at("hypervisor"))
    .replaceAll(/(?<![\w}])\/(?=boot\/|proc\/)/gu, `${root}/`);
  return await runScript({ text: `HOST_STATE=${at("state")}\n${text}` }, values, at("bin"));
}
const typeOf = (entry: string): string => (entry.startsWith("xen") ? "xen" : "");
const order = async (entry: string): Promise<ScriptRun> =>
  await run(["grub-menu", "boot-record", "boot-entry"], {
    HYPERVISOR_TYPE: typeOf(entry),
    ENTRY: entry,
    URIS: "qemu:///system xen:///system",
  });
const proveBooted = async (entry: string, waitSec = "0"): Promise<ScriptRun> =>
  await run(["boot-record", "booted"], {
    ...{ HYPERVISOR_TYPE: typeOf(entry), PLATFORM: typeOf(entry) || "bare", ENTRY: entry },
    ...{ DEVICE: "", PROBE: "", WAIT_SEC: waitSec },
  });
const restarts = (): number =>
  existsSync(at("calls")) ? (readFileSync(at("calls"), "utf8").match(/systemctl reboot/gu) ?? []).length : 0;

describe("boot-entry.sh", () => {
  it("has GRUB boot another entry once, and leaves the saved one as it was", async () => {
    expect(await order("xen-4.20")).toMatchObject({
      status: 0,
      stdout: "host1 restarts into xen-4.20; its saved entry is linux until it is back",
      stderr: "",
    });
    expect(restarts()).toBe(1);
    expect(environment()).toEqual({ saved_entry: "linux", next_entry: "xen-4.20" });
  });

  it("leaves a host alone whose saved entry, or first one, is the one that was asked for, under whichever name", async () => {
    expect((await order("Title of linux")).status).toBe(0);
    put("boot/grub/grubenv", "");
    expect((await order("linux")).status).toBe(0);
    expect(restarts()).toBe(0);
  });

  it("restarts a host that runs another version of the same hypervisor, and not again once it runs that", async () => {
    put("boot/grub/grubenv", "saved_entry=xen-4.19\n");
    powerCycle();
    await order("xen-4.20");
    expect(restarts()).toBe(1);
    powerCycle();
    expect(await proveBooted("xen-4.20")).toMatchObject({ status: 0, stdout: `boot-${String(boots)}` });
    await order("xen-4.20");
    expect(restarts()).toBe(1);
    await order("xen-4.19");
    expect(restarts()).toBe(2);
  });

  it("leaves a host of the right kind as it is where its entry cannot be chosen, and says why", async () => {
    const { status, stderr } = await order("bare");
    expect(status).toBe(0);
    expect(stderr.split("\n")[0]).toBe(
      'GRUB on host1 has no entry "bare". It has, each named from the top of the menu:',
    );
    expect(stderr.split("\n").at(-1)).toBe(
      "host1 runs the kind of hypervisor that was asked for, so it is left as it is.",
    );
    rmSync(at("boot/grub/grub.cfg"));
    expect((await order("linux")).status).toBe(0);
    expect((await order("xen-4.20")).status).toBe(1);
    expect(restarts()).toBe(0);
  });

  it("leaves a host of the right kind as it is where the saved entry is a number or gone, and says so", async () => {
    for (const saved of ["2", "Debian, with a kernel that was removed"]) {
      put("boot/grub/grubenv", `saved_entry=${saved}\n`);
      const { status, stderr } = await order("linux");
      expect(status).toBe(0);
      expect(stderr.split("\n")[0]).toBe(
        `GRUB on host1 has "${saved}" saved, which is no name in its menu, so nobody knows which entry runs. Save the one that runs by its name: grub-set-default NAME.`,
      );
    }
    expect(restarts()).toBe(0);
  });

  it("refuses a menu that knows no entry for the next boot alone", async () => {
    put("boot/grub/grub.cfg", menu.replaceAll("next_entry", "other"));
    expect(await order("xen-4.20")).toMatchObject({
      status: 1,
      stderr:
        "GRUB on host1 ignores the saved entry, or one for the next boot alone. Set GRUB_DEFAULT=saved in /etc/default/grub and run update-grub.",
    });
    expect(environment()).toEqual({ saved_entry: "linux" });
  });

  it("says where GRUB cannot take the entry out of its environment again", async () => {
    standIn("lsblk", "echo lvm");
    expect((await order("xen-4.20")).stderr).toBe(
      'GRUB on host1 cannot write to its environment, which lies on a file system or volume that it only reads. Should "xen-4.20" hang, choose another entry at the console: a power cycle boots "xen-4.20" again.',
    );
    standIn("lsblk", "echo part");
    standIn("findmnt", "echo /dev/vda1 btrfs");
    put("boot/grub/grubenv", "env_block=256+1\n");
    expect((await order("xen-4.20")).stderr).toBe("");
  });
});

describe("booted.sh", () => {
  it("makes the entry the saved one when the host is back as what was wanted, and keeps no order", async () => {
    await order("xen-4.20");
    powerCycle();
    expect((await proveBooted("xen-4.20")).status).toBe(0);
    expect(environment()).toEqual({ saved_entry: "xen-4.20" });
    expect(existsSync(at("state/booting"))).toBe(false);
    expect(readFileSync(at("state/booted"), "utf8")).toBe(`boot-${String(boots)} xen-4.20\n`);
  });

  it("refuses a host that a power cycle brought back into its saved entry, whose order hung", async () => {
    await order("xen-4.20");
    powerCycle();
    powerCycle();
    const { status, stderr } = await proveBooted("xen-4.20", "600");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^host1 did not come up with its boot entry "xen-4\.20": it does not run xen\. It hung/u);
    expect(environment()).toEqual({ saved_entry: "linux" });
  });

  it("tells a version that hung from the one before it, which runs again", async () => {
    put("boot/grub/grubenv", "saved_entry=xen-4.19\n");
    powerCycle();
    await order("xen-4.20");
    powerCycle();
    powerCycle();
    const { status, stderr } = await proveBooted("xen-4.20");
    expect(status).toBe(1);
    expect(stderr).toMatch(/runs the kernel and hypervisor of the boot before, with the same command lines\./u);
    expect(environment()).toEqual({ saved_entry: "xen-4.19" });
  });

  it("waits for a host that was told to restart and has not, though it is of the right kind", async () => {
    put("boot/grub/grubenv", "saved_entry=xen-4.19\n");
    powerCycle();
    await order("xen-4.20");
    expect((await proveBooted("xen-4.20")).stderr).toBe(
      'host1 was told to restart into "xen-4.20" and has not after 0 s. Look at its console: something keeps it from shutting down.',
    );
    expect(environment()).toEqual({ saved_entry: "xen-4.19", next_entry: "xen-4.20" });
  });

  it("drops another stack's order that never came to be, and saves nothing for a host that it found right", async () => {
    await order("xen-4.20");
    expect((await proveBooted("linux")).status).toBe(0);
    expect(environment()).toEqual({ saved_entry: "linux" });
    expect(existsSync(at("state/booting"))).toBe(false);
    expect(existsSync(at("state/booted"))).toBe(false);
  });

  it("writes its records aside: a cut one is never there, and an empty one is none", async () => {
    put("state/booting", "");
    put("state/booted", "\0\0");
    expect((await proveBooted("linux")).status).toBe(0);
    await order("xen-4.20");
    expect(readFileSync(at("state/booting"), "utf8")).toMatch(
      new RegExp(`^boot-${String(boots)} [0-9a-f]{16} xen-4\\.20\n$`, "u"),
    );
    expect(existsSync(at("state/booting.new"))).toBe(false);
  });
});
