/**
 * How large a lab's machines and disks are, and what speaks against those sizes on a machine. Sizes of hosts and simulator that the
 * lab's settings leave out follow from the machine; the settings give the sizes of the LUNs that the hosts share.
 */
import type { Problem } from "../../base/errors.ts";

/** Of the disks of the lab's images; the backup LUN's holds the guests' disk, which is mostly empty. */
export const imageSizesMiB = { host: 6144, guest: 1024, backup: 768 } as const;

export interface MachineSize {
  readonly vcpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
}

/** What the lab's settings say of sizes. */
export interface SizeSettings {
  /** `count` hosts, two by default; `sockets` makes hosts of several sockets with a NUMA node each, one by default. */
  readonly hosts: MachineSize & { readonly count?: number | undefined; readonly sockets?: number | undefined };
  readonly simulator: MachineSize;
}

interface Size {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly sockets: number;
}

/** What QEMU runs machines by; `tcg` is its software emulation. */
export const accelerators = ["kvm", "tcg"] as const;
export type Accelerator = (typeof accelerators)[number];

/** The machine that the lab stands on. */
export interface MachineFacts {
  readonly cores: number;
  readonly memoryMiB: number;
  readonly accelerator: Accelerator;
}

/** Hosts of the study: 16 cores, 24 GiB (thesis, section 3.1). */
export const studyHost = { cores: 16, memoryMiB: 24 * 1024 };
/** Kept for the machine itself: Pulumi, the emulators' own memory, page cache. */
const reservedMiB = 2048;
const minimumHostMiB = 3072;

/** How many hosts a lab has; two are the study's. */
export function hostCount({ hosts }: Pick<SizeSettings, "hosts">): number {
  return hosts.count ?? 2;
}

/** Sizes for a machine: an equal share for each host, at most the study's, and a small simulator. */
export function planSizes(settings: SizeSettings, facts: MachineFacts): Record<"host" | "simulator", Size> {
  const emulated = facts.accelerator === "tcg";
  const hosts = hostCount(settings);
  // Of two hosts each gets one share of five; whole gigabytes.
  const share = Math.floor((facts.memoryMiB - reservedMiB) / (2 * hosts + 1) / 1024) * 1024;
  return {
    host: {
      // An emulated Xen host boots twice as fast with one vCPU as with two.
      vcpus:
        settings.hosts.vcpus ??
        (emulated ? 1 : Math.max(1, Math.min(studyHost.cores, Math.floor((facts.cores - 1) / hosts)))),
      memoryMiB: settings.hosts.memoryMiB ?? Math.max(minimumHostMiB, Math.min(studyHost.memoryMiB, share)),
      sockets: settings.hosts.sockets ?? 1,
    },
    simulator: {
      vcpus: settings.simulator.vcpus ?? (emulated ? 1 : Math.max(1, Math.min(4, facts.cores - 1))),
      memoryMiB: settings.simulator.memoryMiB ?? (emulated ? 768 : 1024),
      sockets: 1,
    },
  };
}

/** What is wrong with a lab of these settings on this machine; empty when it fits. */
export function validateLab(settings: SizeSettings, facts: MachineFacts): Problem[] {
  const sizes = planSizes(settings, facts);
  const problems: Problem[] = [];
  for (const [path, size] of [
    ["hosts", sizes.host],
    ["simulator", sizes.simulator],
  ] as const) {
    if (size.vcpus > facts.cores) {
      problems.push({
        path: `${path}.vcpus`,
        message: `is ${size.vcpus}, but this machine has ${facts.cores} cores. Lower it, or leave it out.`,
      });
    }
  }
  if (sizes.host.memoryMiB < minimumHostMiB) {
    problems.push({
      path: "hosts.memoryMiB",
      message: `is ${sizes.host.memoryMiB}, but a host needs at least ${minimumHostMiB}. Raise it, or leave it out.`,
    });
  }
  const { sockets } = sizes.host;
  for (const [path, value] of [
    ["hosts.vcpus", sizes.host.vcpus],
    ["hosts.memoryMiB", sizes.host.memoryMiB],
  ] as const) {
    if (value % sockets === 0) continue;
    problems.push({
      path,
      message: `is ${String(value)}, but ${String(sockets)} sockets share it equally. Set it to a multiple of ${String(sockets)}, or lower hosts.sockets.`,
    });
  }
  const hosts = hostCount(settings);
  const neededMiB = hosts * sizes.host.memoryMiB + sizes.simulator.memoryMiB + reservedMiB;
  if (neededMiB > facts.memoryMiB) {
    problems.push({
      path: "hosts.memoryMiB",
      message:
        `${hosts} hosts of ${sizes.host.memoryMiB} MiB, a simulator of ${sizes.simulator.memoryMiB} MiB and ${reservedMiB} MiB for the ` +
        `machine itself are ${neededMiB} MiB, but this machine has ${facts.memoryMiB}. Lower the sizes or hosts.count, or use a larger machine.`,
    });
  }
  return problems;
}
