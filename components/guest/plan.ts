/**
 * Guests as the study's layouts want them: how many, where, with how many vCPUs, how much memory, with which addresses. Everything
 * follows from the inventory and the layout; no host is asked.
 */
import { createHash } from "node:crypto";
import type { Problem, Warning } from "../../base/errors.ts";
import { addressAfter, prefixLength } from "../../base/ipv4.ts";
import { bridgeName, domainName, virtualMacPrefix } from "../../base/names.ts";
import { gibToMiB } from "../../base/units.ts";
import type { NetworkRole } from "../../rack/addresses.ts";

/** Less, and a Debian guest runs out of memory while it boots. */
const leastGuestMiB = 192;

const memoryStepMiB = 64;

export interface GuestInterfacePlan {
  readonly network: string;
  readonly role: NetworkRole;
  readonly bridge: string;
  readonly mac: string;
  readonly address: string;
  readonly prefixLength: number;
}

export interface GuestPlan {
  /** `a1`: the cluster's letter and the node's number in it. */
  readonly name: string;
  /** Name of the libvirt domain. */
  readonly domain: string;
  readonly cluster: string;
  readonly role: "active" | "standby";
  /** The host where the guest belongs and where its definition is made. */
  readonly host: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  /** Management first, then traffic, then the cluster's interconnect. */
  readonly interfaces: readonly GuestInterfacePlan[];
}

export interface PlanGuestsArgs {
  /** Name of the inventory: MAC addresses follow from it, so that two racks on one network do not collide. */
  readonly rack: string;
  /** How a host is divided, before scaling. */
  readonly layout: {
    readonly name: string;
    readonly guestsPerHost: number;
    readonly cores: number;
    readonly memoryGiB: number;
  };
  /** Memory that each host keeps for itself. */
  readonly hostReserveMiB: number;
  readonly pinning: "one-to-one" | "none";
  readonly hosts: readonly { readonly name: string; readonly pcpus: number; readonly memoryMiB: number }[];
  readonly networks: readonly {
    readonly name: string;
    readonly role: NetworkRole;
    readonly subnet: string;
    readonly guestAddresses?: { readonly first: string; readonly count: number } | undefined;
  }[];
  /** Hosts and simulators: their MAC and IP addresses are taken. */
  readonly machines: readonly {
    readonly name: string;
    readonly interfaces: readonly { readonly mac: string; readonly address: string }[];
  }[];
  readonly scale: { readonly cores: number; readonly memory: number };
}

type Network = PlanGuestsArgs["networks"][number];

/**
 * The guests of a layout, cluster by cluster: `a1` (active), `a2` (standby), `b1` …, placed round robin, so that with
 * two hosts the active nodes stand on the first and the standbys on the second, as in the study. An odd guest without a
 * partner is not made. Total: `validateGuests` says whether the result fits.
 */
export function planGuests(args: PlanGuestsArgs): GuestPlan[] {
  const { rack, layout, hosts, networks, machines } = args;
  const clusters = Math.floor((layout.guestsPerHost * hosts.length) / 2);
  const { vcpus, memoryMiB } = guestSize(args);
  const takenMacs = new Set(machines.flatMap((machine) => machine.interfaces.map(({ mac }) => mac)));
  const handedOut = new Map<string, number>();

  return Array.from({ length: clusters * 2 }, (_, index): GuestPlan[] => {
    const cluster = clusterLetter(Math.floor(index / 2));
    const name = `${cluster}${String((index % 2) + 1)}`;
    const host = hosts[index % hosts.length];
    if (host === undefined) return [];
    return [
      {
        name,
        domain: domainName(name),
        cluster,
        role: index % 2 === 0 ? "active" : "standby",
        host: host.name,
        vcpus,
        memoryMiB,
        interfaces: networksOfCluster(networks, Math.floor(index / 2)).map((network) => {
          const position = handedOut.get(network.name) ?? 0;
          handedOut.set(network.name, position + 1);
          const mac = freeMac(`${rack}/${name}/${network.name}`, takenMacs);
          takenMacs.add(mac);
          return {
            network: network.name,
            role: network.role,
            bridge: bridgeName(network.name),
            mac,
            address: addressAfter(network.guestAddresses?.first ?? "0.0.0.0", position),
            prefixLength: prefixLength(network.subnet),
          };
        }),
      },
    ];
  }).flat();
}

/** vCPUs and memory of one guest, after scaling; on bare metal, where nothing divides a host, of the application. */
export function guestSize({ layout, scale }: Pick<PlanGuestsArgs, "layout" | "scale">): {
  readonly vcpus: number;
  readonly memoryMiB: number;
} {
  const memoryMiB = gibToMiB(layout.memoryGiB) * scale.memory;
  return {
    vcpus: Math.max(1, Math.round(layout.cores * scale.cores)),
    memoryMiB: Math.max(memoryStepMiB, Math.round(memoryMiB / memoryStepMiB) * memoryStepMiB),
  };
}

/** A guest's first address on a network of that role. */
export function guestAddressOn({ interfaces }: Pick<GuestPlan, "interfaces">, role: NetworkRole): string | undefined {
  return interfaces.find((card) => card.role === role)?.address;
}

/** Where the disks of the guests that belong to a host lie on the cluster file system. */
export function guestDirectory(mountPoint: string, host: string): string {
  return `${mountPoint}/guests/${host}`;
}

/** Names of a guest's files in its host's directory. */
export function diskNames({ domain }: Pick<GuestPlan, "domain">): { readonly disk: string; readonly seed: string } {
  return { disk: `${domain}.qcow2`, seed: `${domain}.seed` };
}

/** Its files' paths, separated by spaces, the disk first. */
export function disksOf(guest: Pick<GuestPlan, "domain" | "host">, mountPoint: string): string {
  return Object.values(diskNames(guest))
    .map((file) => `${guestDirectory(mountPoint, guest.host)}/${file}`)
    .join(" ");
}

/** Where the guest image lies on the cluster file system; another image lies elsewhere. */
export function imageDirectory(mountPoint: string, image: { readonly sha256: string }): string {
  return `${mountPoint}/images/${image.sha256.slice(0, 16)}`;
}

/** What speaks against the plan, with the guest and the host concerned. */
export function validateGuests(args: PlanGuestsArgs, guests: readonly GuestPlan[]): Problem[] {
  return [
    ...(guests.length === 0
      ? [
          {
            path: "hosts",
            message: `has ${String(args.hosts.length)} host, but layout ${args.layout.name} needs 2. Add a host to the inventory.`,
          },
        ]
      : []),
    ...guests.flatMap((guest, index) => guestProblems(args, guest, `guests[${String(index)}]`)),
    ...args.hosts.flatMap((host, index) => memoryProblems(args, guests, host, `hosts[${String(index)}]`)),
    ...args.networks.flatMap((network, index) =>
      addressProblems(args, guests, network, `networks[${String(index)}].guestAddresses`),
    ),
  ];
}

/** What the reader of a result must know: pCPUs that several vCPUs share, clusters whose nodes share a host. */
export function guestWarnings({ hosts }: Pick<PlanGuestsArgs, "hosts">, guests: readonly GuestPlan[]): Warning[] {
  const overcommitted = hosts.flatMap((host) => {
    const vcpus = guests.filter((guest) => guest.host === host.name).reduce((sum, guest) => sum + guest.vcpus, 0);
    return vcpus <= host.pcpus
      ? []
      : [
          {
            about: `host ${host.name}`,
            text:
              `${host.name} runs ${String(vcpus)} vCPUs on ${String(host.pcpus)} pCPUs ` +
              `(overcommit ${(vcpus / host.pcpus).toFixed(2)}): guests wait for each other.`,
          },
        ];
  });
  const together = guests.flatMap((guest) => {
    const partner = guests.find((other) => other.cluster === guest.cluster && other.role === "standby");
    return guest.role === "active" && partner?.host === guest.host
      ? [
          {
            about: `cluster ${guest.cluster}`,
            text: `cluster ${guest.cluster} has both nodes on ${guest.host}: losing it loses the service.`,
          },
        ]
      : [];
  });
  return [...overcommitted, ...together];
}

function guestProblems(args: PlanGuestsArgs, guest: GuestPlan, path: string): Problem[] {
  const host = args.hosts.find((candidate) => candidate.name === guest.host);
  const tooMany =
    host !== undefined && args.pinning === "one-to-one" && guest.vcpus > host.pcpus
      ? [
          {
            path: `${path}.vcpus`,
            message:
              `is ${String(guest.vcpus)}, but ${host.name} has ${String(host.pcpus)} pCPUs and the layout pins ` +
              `one to one. Lower scale.cores, or set pinning: none.`,
          },
        ]
      : [];
  const tooSmall =
    guest.memoryMiB < leastGuestMiB
      ? [
          {
            path: `${path}.memoryMiB`,
            message: `is ${String(guest.memoryMiB)}, but a guest needs ${String(leastGuestMiB)} to boot. Raise scale.memory.`,
          },
        ]
      : [];
  return [...tooMany, ...tooSmall];
}

function memoryProblems(
  { hostReserveMiB: reserve }: PlanGuestsArgs,
  guests: readonly GuestPlan[],
  host: PlanGuestsArgs["hosts"][number],
  path: string,
): Problem[] {
  const here = guests.filter((guest) => guest.host === host.name);
  const wanted = here.reduce((sum, guest) => sum + guest.memoryMiB, 0);
  if (here.length === 0 || wanted + reserve <= host.memoryMiB) return [];
  return [
    {
      path: `${path}.memoryMiB`,
      message:
        `is ${String(host.memoryMiB)}, but ${here.map(({ name }) => name).join(" and ")} take ${String(wanted)} MiB and ` +
        `${host.name} itself ${String(reserve)}. Lower scale.memory, or give the host more.`,
    },
  ];
}

function addressProblems(
  { machines }: PlanGuestsArgs,
  guests: readonly GuestPlan[],
  network: Network,
  path: string,
): Problem[] {
  const used = guests.flatMap((guest) => guest.interfaces.filter((card) => card.network === network.name));
  if (used.length === 0) return [];
  if (network.guestAddresses === undefined) {
    return [
      {
        path,
        message: `is missing, but ${String(used.length)} guests need an address on ${network.name}. Add the first free address and their count.`,
      },
    ];
  }
  const { count } = network.guestAddresses;
  const short =
    used.length <= count
      ? []
      : [
          {
            path: `${path}.count`,
            message: `is ${String(count)}, but ${String(used.length)} guests need an address. Raise it.`,
          },
        ];
  const overlapping = machines.flatMap((machine) =>
    machine.interfaces
      .filter(({ address }) => used.some((card) => card.address === address))
      .map(({ address }) => ({ path, message: `holds ${address}, which is ${machine.name}'s own. Move the range.` })),
  );
  return [...short, ...overlapping];
}

/** Guests stand on the management network, on every traffic network, and on their own cluster's interconnect. */
function networksOfCluster(networks: readonly Network[], cluster: number): Network[] {
  const withRole = (role: NetworkRole): Network[] => networks.filter((network) => network.role === role);
  const interconnects = withRole("interconnect");
  const own = interconnects[cluster % Math.max(1, interconnects.length)];
  return [...withRole("management"), ...withRole("traffic"), ...(own === undefined ? [] : [own])];
}

/** a … z, then aa, ab …: spreadsheet columns. */
function clusterLetter(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : `${clusterLetter(Math.floor(index / 26) - 1)}${letter}`;
}

/** A MAC address under the prefix of virtual cards that follows from the identity alone, unless another has taken it. */
function freeMac(identity: string, taken: ReadonlySet<string>): string {
  for (let attempt = 0; ; attempt += 1) {
    const digest = createHash("sha256")
      .update(attempt === 0 ? identity : `${identity}#${String(attempt)}`)
      .digest("hex");
    const mac = `${virtualMacPrefix}:${digest.slice(0, 2)}:${digest.slice(2, 4)}:${digest.slice(4, 6)}`;
    if (!taken.has(mac)) return mac;
  }
}
