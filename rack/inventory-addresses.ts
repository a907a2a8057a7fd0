/** Finds contradictions between an inventory's networks and addresses. Ranges are pairs of 32-bit numbers, both ends included. */
import type { Problem } from "../base/errors.ts";
import { addressNumber, addressText, subnetRange } from "../base/ipv4.ts";

interface AddressedNetwork {
  readonly name: string;
  readonly subnet: string;
  readonly guestAddresses?: { readonly first: string; readonly count: number } | undefined;
}

interface AddressedMachine {
  readonly name: string;
  readonly ssh: { readonly address: string };
  readonly interfaces: readonly { readonly network: string; readonly address: string }[];
}

/** Shorter prefixes are a slip of the pen; longer ones leave no address between the network's own and its broadcast. */
const prefixes = { shortest: 8, longest: 30 };

/** Networks of the addresses that no machine has: this network, loopback, multicast and reserved (RFC 6890). */
const noMachines = ["0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3"].map(subnetRange);

/** By the network's index. Nothing on a subnet that is itself wrong is checked. */
export function subnetProblems(networks: readonly AddressedNetwork[]): ReadonlyMap<number, Problem> {
  const problems = new Map<number, Problem>();
  networks.forEach(({ name, subnet }, index) => {
    const wrong =
      subnetProblem(subnet) ??
      overlap(
        subnet,
        networks.slice(0, index).filter((_, earlier) => !problems.has(earlier)),
      );
    if (wrong === undefined) return;
    problems.set(index, { path: `networks[${String(index)}].subnet`, message: `is ${subnet}, ${name}'s; ${wrong}.` });
  });
  return problems;
}

function subnetProblem(subnet: string): string | undefined {
  const length = Number(subnet.slice(subnet.indexOf("/") + 1));
  if (length < prefixes.shortest || length > prefixes.longest) {
    return `give a prefix length from ${String(prefixes.shortest)} to ${String(prefixes.longest)}`;
  }
  const { first, last } = subnetRange(subnet);
  if (noMachines.some((range) => first <= range.last && range.first <= last)) {
    return "no machine can have an address there; give a private subnet, like 192.168.1.0/24";
  }
  const start = `${addressText(first)}/${String(length)}`;
  return start === subnet ? undefined : `its network begins at ${addressText(first)}, so give ${start}`;
}

function overlap(subnet: string, others: readonly AddressedNetwork[]): string | undefined {
  const { first, last } = subnetRange(subnet);
  const other = others.find((network) => {
    const range = subnetRange(network.subnet);
    return first <= range.last && range.first <= last;
  });
  return other && `it overlaps ${other.subnet}, ${other.name}'s. Give each network a subnet of its own`;
}

/** What is wrong with a machine's address on a network; `path` is the address's. */
export function cardAddressProblem(address: string, network: AddressedNetwork, path: string): Problem[] {
  const { first, last } = subnetRange(network.subnet);
  const value = addressNumber(address);
  const between = `give one from ${addressText(first + 1)} to ${addressText(last - 1)}`;
  const problem = (what: string): Problem[] => [{ path, message: `is ${address}, ${what}; ${between}.` }];
  if (value < first || value > last) return problem(`outside ${network.name}'s subnet ${network.subnet}`);
  if (value === first) return problem(`${network.name}'s network address`);
  return value === last ? problem(`${network.name}'s broadcast address`) : [];
}

/** What is wrong with the addresses that guests may take. */
export function guestAddressProblems(
  network: AddressedNetwork,
  path: string,
  machines: readonly AddressedMachine[],
): Problem[] {
  if (network.guestAddresses === undefined) return [];
  const { first: text, count } = network.guestAddresses;
  const wrongFirst = cardAddressProblem(text, network, `${path}.first`);
  if (wrongFirst.length > 0) return wrongFirst;
  const first = addressNumber(text);
  const last = first + count - 1;
  const room = subnetRange(network.subnet).last - first;
  if (count > room) {
    const message = `is ${String(count)}, but from ${text} on ${network.subnet} has room for ${String(room)} guests; lower it to ${String(room)} at most.`;
    return [{ path: `${path}.count`, message }];
  }
  const inside = machines.find((machine) => ownAddresses(machine).some((own) => own >= first && own <= last));
  const end = addressText(last);
  return inside === undefined
    ? []
    : [{ path, message: `is ${text} to ${end}, which holds an address of ${inside.name}'s own. Move the range.` }];
}

function ownAddresses({ ssh, interfaces }: AddressedMachine): number[] {
  return [ssh.address, ...interfaces.map(({ address }) => address)].map(addressNumber);
}

/** An address for ssh that is no machine's: a network's own or its broadcast address, or reserved. */
export function sshAddressProblem(
  machine: AddressedMachine,
  networks: readonly AddressedNetwork[],
  path: string,
): Problem[] {
  const { address } = machine.ssh;
  const value = addressNumber(address);
  const ends = networks.flatMap(({ subnet }) => Object.values(subnetRange(subnet)));
  const isReserved =
    noMachines.some(({ first, last }) => value >= first && value <= last) && !address.startsWith("127.");
  if (!isReserved && !ends.includes(value)) return [];
  return [{ path, message: `is ${address}, which no machine can have; give ${machine.name}'s own address.` }];
}
