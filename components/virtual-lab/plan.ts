/**
 * What a lab consists of, decided before anything is touched: machines with their sizes, networks, addresses and LUNs, all
 * from the lab's settings, its name and the machine it stands on.
 */
import { createHash } from "node:crypto";
import type { Problem } from "../../base/errors.ts";
import { bridgeName } from "../../base/names.ts";
import { backupRole, sharedLunRoles } from "../../platforms/index.ts";

/** The parts of the lab's configuration that decide (shape of `stacks/lab.yaml`). Sizes left out follow from the machine. */
export interface LabSettings {
  readonly subnet: string;
  /** `sockets` makes hosts of several sockets with a NUMA node each; one by default. */
  readonly hosts: MachineSize & { readonly sockets?: number | undefined };
  readonly simulator: MachineSize;
  /** By a role of the platform records, with its unit: `kvmGiB`. */
  readonly luns: Readonly<Record<string, number>>;
  /** Whether each host has a BMC, by which the others cut it off. */
  readonly fencing: boolean;
  readonly scale: { readonly memory: number; readonly load: number; readonly time: number };
}

interface MachineSize {
  readonly vcpus?: number | undefined;
  readonly memoryMiB?: number | undefined;
}

/** The machine that the lab stands on. `tcg` is QEMU's software emulation. */
export interface MachineFacts {
  readonly cores: number;
  readonly memoryMiB: number;
  readonly accelerator: "kvm" | "tcg";
}

export interface LabNetworkPlan {
  readonly name: string;
  readonly role: "management" | "traffic" | "interconnect" | "migration";
  /** As `10.77.1.0/24`. */
  readonly subnet: string;
  readonly prefixLength: number;
  readonly bridge: string;
  /** Whether the machine itself has an address, the first one: ssh enters there. */
  readonly isReachable: boolean;
  readonly guestAddresses?: { readonly first: string; readonly count: number };
}

export interface LabInterfacePlan {
  readonly network: string;
  readonly mac: string;
  readonly address: string;
  readonly prefixLength: number;
}

export interface LabMachinePlan {
  readonly name: string;
  readonly role: "host" | "simulator";
  /** libvirt's name for it; it contains the lab's name, which marks whatever is left over. */
  readonly domain: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** Each is a NUMA node. */
  readonly sockets: number;
  readonly interfaces: readonly LabInterfacePlan[];
}

/** What switches a host's power from outside. */
export interface LabBmcPlan {
  readonly machine: string;
  readonly domain: string;
  /** Its own, on the management network. */
  readonly address: string;
  readonly port: number;
  /** The management network's bridge, which carries the address. */
  readonly bridge: string;
}

export interface LabLunPlan {
  readonly role: string;
  /** 16 hexadecimal digits, NAA type 6 (SPC-4, 7.8.6.6). */
  readonly wwid: string;
  readonly sizeGiB: number;
}

export interface LabPlan {
  readonly name: string;
  /** Holds every file of the lab. */
  readonly directory: string;
  readonly namespace: string;
  readonly emulated: boolean;
  readonly networks: readonly LabNetworkPlan[];
  readonly machines: readonly LabMachinePlan[];
  /** One for each host; none where the hosts are not fenced. */
  readonly bmcs: readonly LabBmcPlan[];
  readonly luns: readonly LabLunPlan[];
  readonly scale: { readonly cores: number; readonly memory: number; readonly load: number; readonly time: number };
}

/** Where the directories of all labs of a machine lie. */
export const labsDirectory = "/var/lib/crossbed";

/** Files on the backup LUN, and how a guest's kernel finds its root: by label, because drivers name the disk differently. */
export const guestFiles = {
  file: "guest.raw",
  kernel: "vmlinuz",
  initrd: "initrd.img",
  commandLine: "root=LABEL=guest ro net.ifnames=0 mitigations=off audit=0 quiet console=ttyS0",
} as const;

/** Size of the image that build.sh makes for the backup LUN. */
const backupGiB = 0.75;
/** Hosts of the study: 16 cores, 24 GiB (thesis, section 3.1). */
const studyHost = { cores: 16, memoryMiB: 24 * 1024 };
/** Kept for the machine itself: Pulumi, the emulators' own memory, page cache. */
const reservedMiB = 2048;
const minimumHostMiB = 3072;

const networks = [
  { name: "mgmt", role: "management", hasGuests: true, hasSimulators: true },
  { name: "traffic1", role: "traffic", hasGuests: true, hasSimulators: true },
  { name: "traffic2", role: "traffic", hasGuests: true, hasSimulators: true },
  { name: "inter1", role: "interconnect", hasGuests: true, hasSimulators: false },
  { name: "inter2", role: "interconnect", hasGuests: true, hasSimulators: false },
  { name: "migr", role: "migration", hasGuests: false, hasSimulators: false },
] as const;

/** Last octet of each machine's addresses and MACs, and of its BMC's address. */
const machines = [
  { name: "host1", role: "host", id: 11, bmcId: 3 },
  { name: "host2", role: "host", id: 12, bmcId: 4 },
  { name: "sim", role: "simulator", id: 13, bmcId: undefined },
] as const;
const firstGuestId = 21;
const guestCount = 200;

/** Sizes for a machine: an equal share for each host, at most the study's, and a small simulator. */
function planSizes(settings: LabSettings, facts: MachineFacts): Record<"host" | "simulator", Required<Size>> {
  const emulated = facts.accelerator === "tcg";
  // Five shares: two for each host, one for the simulator; whole gigabytes.
  const share = Math.floor((facts.memoryMiB - reservedMiB) / 5 / 1024) * 1024;
  return {
    host: {
      // An emulated Xen host boots twice as fast with one vCPU as with two.
      vcpus:
        settings.hosts.vcpus ??
        (emulated ? 1 : Math.max(1, Math.min(studyHost.cores, Math.floor((facts.cores - 1) / 2)))),
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

interface Size {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly sockets: number;
}

/** What is wrong with a lab of these settings on this machine; empty when it fits. */
export function validateLab(settings: LabSettings, facts: MachineFacts): Problem[] {
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
  const neededMiB = 2 * sizes.host.memoryMiB + sizes.simulator.memoryMiB + reservedMiB;
  if (neededMiB > facts.memoryMiB) {
    problems.push({
      path: "hosts.memoryMiB",
      message:
        `two hosts of ${sizes.host.memoryMiB} MiB, a simulator of ${sizes.simulator.memoryMiB} MiB and ${reservedMiB} MiB for the ` +
        `machine itself are ${neededMiB} MiB, but this machine has ${facts.memoryMiB}. Lower the sizes, or use a larger machine.`,
    });
  }
  return problems;
}

/** Where the lab of that name is on this machine. */
export function labPlace(name: string): Pick<LabPlan, "directory" | "namespace"> {
  return { directory: `${labsDirectory}/${name}`, namespace: `crossbed-${name}` };
}

/** Who logs in at the lab's BMCs, and the cipher suite that they know (RMCP+ with HMAC-SHA1 and AES-CBC-128). */
export const bmcUser = "crossbed";
export const bmcCipherSuite = 3;

/** Where a lab keeps the password of its BMCs. */
export function bmcPasswordFile(directory: string): string {
  return `${directory}/bmc/password`;
}

function planBmcs(name: string, { subnet, bridge }: LabNetworkPlan): LabBmcPlan[] {
  return machines.flatMap(({ name: machine, bmcId }) =>
    bmcId === undefined
      ? []
      : [
          {
            machine,
            domain: `${name}-${machine}`,
            address: subnet.replace(/\.0\/24$/, `.${String(bmcId)}`),
            port: 623,
            bridge,
          },
        ],
  );
}

/** The lab's plan. The settings must be valid for the machine (`validateLab`). */
export function planLab(name: string, settings: LabSettings, facts: MachineFacts): LabPlan {
  const sizes = planSizes(settings, facts);
  const [first, second] = settings.subnet.split(".");
  const hash = digest(name);
  const networkPlans = networks.map(({ name: network, role, hasGuests }, index): LabNetworkPlan => {
    const prefix = `${first ?? ""}.${second ?? ""}.${index + 1}`;
    return {
      name: network,
      role,
      subnet: `${prefix}.0/24`,
      prefixLength: 24,
      bridge: bridgeName(network),
      isReachable: role === "management",
      ...(hasGuests ? { guestAddresses: { first: `${prefix}.${firstGuestId}`, count: guestCount } } : {}),
    };
  });
  return {
    name,
    ...labPlace(name),
    emulated: facts.accelerator === "tcg",
    networks: networkPlans,
    machines: machines.map(({ name: machine, role, id }) => ({
      name: machine,
      role,
      domain: `${name}-${machine}`,
      ...sizes[role],
      interfaces: networks.flatMap(({ hasSimulators }, index) => {
        const network = networkPlans[index];
        if (network === undefined || (role === "simulator" && !hasSimulators)) return [];
        return [
          {
            network: network.name,
            // QEMU's own prefix, then the lab, the network and the machine.
            mac: `52:54:00:${hash.slice(0, 2)}:${octet(index + 1)}:${octet(id)}`,
            address: network.subnet.replace(/\.0\/24$/, `.${id}`),
            prefixLength: network.prefixLength,
          },
        ];
      }),
    })),
    bmcs: settings.fencing ? networkPlans.slice(0, 1).flatMap((management) => planBmcs(name, management)) : [],
    luns: [...sharedLunRoles, backupRole].map((role, index) => ({
      role,
      wwid: `6001405${hash.slice(0, 8)}${index + 1}`,
      sizeGiB: settings.luns[`${role}GiB`] ?? backupGiB,
    })),
    scale: { cores: sizes.host.vcpus / studyHost.cores, ...settings.scale },
  };
}

const portBlocks = 1500;
const portsInBlock = 8;
/** Of all labs; it ends below 32768, where Linux begins to hand out ports by itself. */
export const portRange = { from: 20_000, to: 20_000 + portsInBlock * portBlocks } as const;

/** First of the loopback ports, one for each machine, that a lab tries; with `attempt` the next ones when they are taken. */
export function firstPort(name: string, attempt: number): number {
  const block = (Number.parseInt(digest(name).slice(0, 8), 16) + attempt) % portBlocks;
  return portRange.from + portsInBlock * block;
}

function digest(name: string): string {
  return createHash("sha256").update(name).digest("hex");
}

function octet(value: number): string {
  return value.toString(16).padStart(2, "0");
}
