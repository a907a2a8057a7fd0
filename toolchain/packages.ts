/** The Debian packages that Crossbed runs, and how the missing ones get installed. */
import { existsSync } from "node:fs";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { ip, ipmitool, onDebian, qemuImg, sar, virsh } from "../platforms/packages.ts";
import type { Requirement } from "../platforms/platform.ts";
import { withProgress, type Say } from "./progress.ts";
import { withoutServices } from "./service-policy.ts";

/** What set-up is for: the embedded lab, or the project's own tests beside it. */
export const purposes = ["lab", "test"] as const;
export type Purpose = (typeof purposes)[number];

export interface DebianPackage {
  readonly name: string;
  /** A file that is there when the package is. */
  readonly proof: string;
  readonly purpose: Purpose;
  readonly why: string;
}

const needed =
  (purpose: Purpose) =>
  (needs: string | Requirement, proof: string, why: string): DebianPackage => ({
    name: typeof needs === "string" ? needs : onDebian(needs).package,
    proof,
    purpose,
    why,
  });
const lab = needed("lab");
const test = needed("test");

export const debianPackages: readonly DebianPackage[] = [
  lab("mmdebstrap", "/usr/bin/mmdebstrap", "builds the hosts' image"),
  lab("debian-archive-keyring", "/usr/share/keyrings/debian-archive-keyring.gpg", "checks the image's packages"),
  lab("arch-test", "/usr/bin/arch-test", "lets mmdebstrap see what this machine can run"),
  lab("e2fsprogs", "/usr/sbin/mke2fs", "makes the image's file system"),
  lab("grub-pc-bin", "/usr/lib/grub/i386-pc/boot.img", "boots the image"),
  lab("grub-common", "/usr/bin/grub-mkimage", "boots the image"),
  lab("qemu-system-x86", "/usr/bin/qemu-system-x86_64", "runs the lab's hosts"),
  lab(qemuImg, "/usr/bin/qemu-img", "makes the hosts' disks"),
  lab("libvirt-daemon", "/usr/sbin/libvirtd", "manages the lab's hosts"),
  lab(
    "libvirt-daemon-driver-qemu",
    "/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so",
    "manages the lab's hosts",
  ),
  lab("libvirt-daemon-system", "/etc/libvirt/libvirtd.conf", "brings libvirt's configuration and user"),
  // Without it libvirt 9.0 dies on a start that finds networks of an earlier one.
  lab("dnsmasq-base", "/usr/sbin/dnsmasq", "is asked for its version by libvirt's network driver"),
  lab(virsh, "/usr/bin/virsh", "looks after what a crash leaves behind"),
  lab("xsltproc", "/usr/bin/xsltproc", "lets the libvirt provider adjust a domain's definition"),
  lab(ip, "/usr/sbin/ip", "makes the lab's network namespace"),
  lab("socat", "/usr/bin/socat", "forwards ssh into the lab"),
  lab("openipmi", "/usr/bin/ipmi_sim", "is the BMC of the lab's hosts"),
  lab("openssh-client", "/usr/bin/ssh", "reaches the lab's hosts"),
  test("chromium", "/usr/bin/chromium", "looks at the report"),
  test("tshark", "/usr/bin/tshark", "dissects the signalling"),
  test("shellcheck", "/usr/bin/shellcheck", "checks the scripts"),
  test(sar, "/usr/bin/sar", "measures CPU as it does on a host"),
  test("sip-tester", "/usr/bin/sipp", "loads the service that a user's own stands for"),
  test("kamailio", "/usr/sbin/kamailio", "is the service that a user's own stands for"),
  test(ipmitool, "/usr/bin/ipmitool", "switches a host's power by its BMC, as the hosts do"),
  test("openssh-server", "/usr/sbin/sshd", "is the other end of remote commands in tests"),
];

/** Debian's Go is too old for Pulumi, but can fetch a newer one; needed only where Pulumi is built on a machine without Go. */
export const bootstrapGo: DebianPackage = {
  name: "golang-go",
  proof: "/usr/bin/go",
  purpose: "lab",
  why: "fetches the Go that builds Pulumi",
};

/** Packages of the purposes that are not installed. */
export function missingPackages(
  wanted: readonly Purpose[],
  isThere: (path: string) => boolean = existsSync,
): DebianPackage[] {
  return debianPackages.filter((one) => wanted.includes(one.purpose) && !isThere(one.proof));
}

/** The one command that installs packages. */
export function installCommand(packages: readonly DebianPackage[]): string {
  return `apt-get install --yes --no-install-recommends ${packages.map((one) => one.name).join(" ")}`;
}

/** Installs what is missing, or fails with the command to run where this process may not. */
export async function ensurePackages(packages: readonly DebianPackage[], say: Say): Promise<void> {
  const missing = packages.filter((one) => !existsSync(one.proof));
  if (missing.length === 0) return;
  const width = Math.max(...missing.map((one) => one.name.length));
  for (const one of missing) say(`missing ${one.name.padEnd(width)}  ${one.why}`);
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    throw new CrossbedError("missing_prerequisite", `${missing.length} Debian packages are missing.`, {
      where: "this machine",
      hint: `Run as root: ${installCommand(missing)}`,
    });
  }
  await withProgress("install Debian packages", 10 + 4 * missing.length, say, () =>
    withoutServices(() => install(missing)),
  );
}

async function install(packages: readonly DebianPackage[]): Promise<void> {
  const [program = "", ...args] = installCommand(packages).split(" ");
  const apt = (rest: readonly string[]) =>
    execa(program, rest, { env: { DEBIAN_FRONTEND: "noninteractive" }, stdin: "ignore", all: true, reject: false });
  // Fresh machines have no package lists, and old lists name versions that are gone: then ask for new lists.
  if ((await apt(args)).exitCode === 0) return;
  await apt(["update"]);
  const result = await apt(args);
  if (result.exitCode === 0) return;
  throw new CrossbedError("missing_prerequisite", `apt-get failed.\n${lastLines(result.all)}`, {
    where: "this machine",
    hint: `Run as root: apt-get update && ${installCommand(packages)}`,
  });
}

/** The end of a program's output: what an error shows of it. */
export function lastLines(output: string, count = 15): string {
  return output.trimEnd().split("\n").slice(-count).join("\n");
}
