/**
 * Names and identity. What decides a resource's name lives here; a display option never does, because a rename is a
 * replacement, here of a LUN or a guest.
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";

/** What may stand in a host, guest, network, lab or stack name: a lower-case DNS label. */
export const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/;

/** A SCSI WWID as `/dev/disk/by-id/wwn-0x…` prints it: 16 or 32 hexadecimal digits. */
export const wwidPattern = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/;

/** Every libvirt domain of ours begins so: it tells what a crash has left behind. */
export const domainPrefix = "cb-";

/** Domain name of a guest; short, because xentop prints ten characters. */
export function domainName(guest: string): string {
  return `${domainPrefix}${guest}`;
}

/** Components that run a workload's processes; the step of a process bears its component's name, a hyphen and the process's. */
export const processComponents = { services: "simulators", nodes: "application" } as const;

/** MAC addresses of virtual cards begin so; QEMU takes this prefix, too. */
export const virtualMacPrefix = "52:54:00";

/** Bridge of a network on a host; the kernel allows 15 characters. */
export function bridgeName(network: string): string {
  return `br-${network}`.slice(0, 15);
}

/** A lab's default name: the project directory's name and a digest of its path, so that two clones differ. */
export function defaultLabName(projectDirectory: string): string {
  const base = basename(projectDirectory)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 12);
  return `${base === "" ? "lab" : base}-${createHash("sha256").update(projectDirectory).digest("hex").slice(0, 6)}`;
}
