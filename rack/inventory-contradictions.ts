/** Finds what an inventory's schema cannot see: references to nothing, two things under one identity, missing cards. */
import type { Problem } from "../base/errors.ts";
import type { InventoryFencing } from "./fencing-inventory.ts";
import { cardAddressProblem, guestAddressProblems, sshAddressProblem, subnetProblems } from "./inventory-addresses.ts";

type Role = "management" | "traffic" | "interconnect" | "migration";

interface Network {
  readonly name: string;
  readonly role: Role;
  readonly subnet: string;
  readonly guestAddresses?: { readonly first: string; readonly count: number } | undefined;
}

interface Machine {
  readonly name: string;
  readonly ssh: { readonly address: string; readonly port: number; readonly hostKey: string };
  readonly interfaces: readonly { readonly network: string; readonly mac: string; readonly address: string }[];
}

interface Host extends Machine {
  readonly fencing?: InventoryFencing | undefined;
}

interface Parts {
  readonly networks: readonly Network[];
  readonly hosts: readonly Host[];
  readonly simulators: readonly Machine[];
  readonly luns: readonly { readonly role: string; readonly wwid: string }[];
  readonly clusterTimes?:
    { readonly lunSilentSec?: number | undefined; readonly linkSilentSec?: number | undefined } | undefined;
}

/** A machine with its place in the document, and the roles of the networks that it must be on. */
interface Placed {
  readonly machine: Machine;
  readonly path: string;
  readonly roles: readonly Role[];
}

/** One problem for one slip: what follows from a problem that is reported is not reported again. */
export function contradictions({ networks, hosts, simulators, luns, clusterTimes }: Parts): Problem[] {
  const machines: Placed[] = [
    ...hosts.map((machine, index) => ({
      machine,
      path: `hosts[${String(index)}]`,
      roles: ["management", "traffic", "interconnect"] as const,
    })),
    ...simulators.map((machine, index) => ({
      machine,
      path: `simulators[${String(index)}]`,
      roles: ["management", "traffic"] as const,
    })),
  ];
  const cards = machines.flatMap(({ machine, path }) =>
    machine.interfaces.map((card, index) => ({ card, path: `${path}.interfaces[${String(index)}]` })),
  );
  const names = repeated(networks.map(({ name }, index) => [`networks[${String(index)}].name`, name]));
  const subnets = subnetProblems(networks);
  const sound = networks.filter((_, index) => !subnets.has(index));
  return [
    ...names,
    ...repeated(machines.map(({ machine, path }) => [`${path}.name`, machine.name])),
    ...repeated(
      machines.map(({ machine: { ssh }, path }) => [`${path}.ssh`, `${ssh.address} port ${String(ssh.port)}`]),
    ),
    ...repeated(cards.map(({ card, path }) => [`${path}.mac`, card.mac])),
    ...repeated(cards.map(({ card, path }) => [`${path}.address`, card.address])),
    ...repeated(luns.map(({ wwid }, index) => [`luns[${String(index)}].wwid`, wwid])),
    ...repeated(luns.map(({ role }, index) => [`luns[${String(index)}].role`, role])),
    ...fencingProblems(hosts),
    ...sbdProblems(hosts, luns),
    ...timeProblems(clusterTimes),
    ...roleProblems(networks),
    ...(names.length > 0 ? [] : machines.flatMap((placed) => cardProblems(placed, networks, sound))),
    ...machines.flatMap(({ machine, path }) => sshAddressProblem(machine, sound, `${path}.ssh.address`)),
    ...subnets.values(),
    ...networks.flatMap((network, index) =>
      subnets.has(index)
        ? []
        : guestAddressProblems(
            network,
            `networks[${String(index)}].guestAddresses`,
            machines.map(({ machine }) => machine),
          ),
    ),
  ];
}

function timeProblems({ lunSilentSec, linkSilentSec }: NonNullable<Parts["clusterTimes"]> = {}): Problem[] {
  if (lunSilentSec === undefined || linkSilentSec === undefined || linkSilentSec < lunSilentSec) return [];
  return [
    {
      path: "clusterTimes.linkSilentSec",
      message: `is ${String(linkSilentSec)}, and lunSilentSec is ${String(lunSilentSec)}: a host would reset itself before the others miss it; give less than that.`,
    },
  ];
}

function cardProblems(
  { machine, path, roles }: Placed,
  networks: readonly Network[],
  sound: readonly Network[],
): Problem[] {
  const names = machine.interfaces.map(({ network }) => network);
  const misplaced = names.flatMap((name, index): Problem[] => {
    const at = `${path}.interfaces[${String(index)}].network`;
    if (!networks.some((network) => network.name === name)) {
      const known = networks.map((network) => network.name).join(", ");
      return [{ path: at, message: `is ${name}, which networks does not list; give one of ${known}.` }];
    }
    const first = names.indexOf(name);
    if (first === index) return [];
    const other = `interfaces[${String(first)}]`;
    return [{ path: at, message: `is ${name}, which ${other} of ${machine.name} is on too; give one card a network.` }];
  });
  const missing = networks.filter(({ name, role }) => roles.includes(role) && !names.includes(name));
  const absent =
    misplaced.length > 0 || missing.length === 0
      ? []
      : [
          {
            path: `${path}.interfaces`,
            message: `is on ${names.join(", ")}; add a card on ${missing.map(({ name, role }) => `${name} (${role})`).join(", ")}.`,
          },
        ];
  const outside = machine.interfaces.flatMap(({ network: name, address }, index) => {
    const at = `${path}.interfaces[${String(index)}]`;
    const network = sound.find((candidate) => candidate.name === name);
    const isMisplaced = misplaced.some((problem) => problem.path === `${at}.network`);
    return network === undefined || isMisplaced ? [] : cardAddressProblem(address, network, `${at}.address`);
  });
  return [...misplaced, ...absent, ...outside];
}

/** A device that two hosts name cuts one of them off in the other's place; one at a host's own address dies with it. */
function fencingProblems(hosts: readonly Host[]): Problem[] {
  const devices = hosts.flatMap(({ fencing }, index) =>
    fencing === undefined || fencing.kind === "sbd" ? [] : [{ path: `hosts[${String(index)}].fencing`, fencing }],
  );
  const own = hosts.flatMap(({ name, interfaces }) => interfaces.map(({ address }) => ({ name, address })));
  return [
    ...repeated(
      devices.map(({ path, fencing }) => [
        path,
        fencing.kind === "agent"
          ? `${fencing.agent} ${JSON.stringify(fencing.options)}`
          : `${fencing.address} port ${String(fencing.port)}`,
      ]),
    ),
    ...devices.flatMap(({ path, fencing }): Problem[] => {
      if (fencing.kind === "agent") return [];
      const owner = own.find(({ address }) => address === fencing.address);
      if (owner === undefined) return [];
      const message = `is ${fencing.address}, ${owner.name}'s own; give the address of the device that switches the host.`;
      return [{ path: `${path}.address`, message }];
    }),
  ];
}

/** The LUN of sbd is one for the whole rack, with one header, and nothing else is on it. */
function sbdProblems(hosts: readonly Host[], luns: Parts["luns"]): Problem[] {
  const [first, ...others] = hosts.flatMap(({ fencing }, index) =>
    fencing?.kind === "sbd" ? [{ path: `hosts[${String(index)}].fencing`, fencing }] : [],
  );
  if (first === undefined) return [];
  const used = luns.find(({ wwid }) => wwid === first.fencing.wwid);
  return [
    ...(used === undefined
      ? []
      : [
          {
            path: `${first.path}.wwid`,
            message: `is ${used.wwid}, the LUN with role ${used.role}; sbd needs a LUN of its own, of 8 MiB or more.`,
          },
        ]),
    ...others.flatMap(({ path, fencing }) =>
      (["wwid", "watchdogSec"] as const).flatMap((field): Problem[] =>
        fencing[field] === first.fencing[field]
          ? []
          : [
              {
                path: `${path}.${field}`,
                message: `is ${String(fencing[field])}, but ${first.path} says ${String(first.fencing[field])}; a rack's hosts share one LUN of sbd, with one time.`,
              },
            ],
      ),
    ),
  ];
}

function roleProblems(networks: readonly Network[]): Problem[] {
  const allowed = { management: [1, 1], traffic: [1, 2], interconnect: [1, Infinity], migration: [1, 1] } as const;
  return Object.entries(allowed).flatMap(([role, [least, most]]): Problem[] => {
    const found = networks.filter((network) => network.role === role).length;
    if (found >= least && found <= most) return [];
    const more = most === Infinity ? `at least ${String(least)}` : `${String(least)} or ${String(most)}`;
    const range = least === most ? String(least) : more;
    return [{ path: "networks", message: `has ${String(found)} with role ${role}; give ${range}.` }];
  });
}

/** Reports a value that stands at two paths, at the later one. */
function repeated(values: readonly (readonly [path: string, value: string])[]): Problem[] {
  const first = new Map<string, string>();
  return values.flatMap(([path, value]) => {
    const before = first.get(value);
    if (before !== undefined) return [{ path, message: `is ${value}, as is ${before}; give each its own.` }];
    first.set(value, path);
    return [];
  });
}
