/** The addresses of a lab: its networks, and who has which address and which MAC in them. */
import { createHash } from "node:crypto";
import { bridgeName, virtualMacPrefix } from "../../base/names.ts";

export interface LabNetworkPlan {
  readonly name: string;
  readonly role: "management" | "traffic" | "interconnect" | "migration";
  /** As `10.1.1.0/24`. */
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

const networks = [
  { name: "mgmt", role: "management", hasGuests: true, hasSimulators: true },
  { name: "traffic1", role: "traffic", hasGuests: true, hasSimulators: true },
  { name: "traffic2", role: "traffic", hasGuests: true, hasSimulators: true },
  { name: "inter1", role: "interconnect", hasGuests: true, hasSimulators: false },
  { name: "inter2", role: "interconnect", hasGuests: true, hasSimulators: false },
  { name: "migr", role: "migration", hasGuests: false, hasSimulators: false },
] as const;

/** A machine by its name, the last octet of its addresses and MACs, and of its BMC's address. */
interface LabMachineIdentity {
  readonly name: string;
  readonly role: "host" | "simulator";
  readonly id: number;
  readonly bmcId: number | undefined;
}

/** In an order in which a further host changes nothing of the machines before it: their ports count from the first. */
const machines: readonly LabMachineIdentity[] = [
  { name: "host1", role: "host", id: 11, bmcId: 3 },
  { name: "host2", role: "host", id: 12, bmcId: 4 },
  { name: "sim", role: "simulator", id: 13, bmcId: undefined },
  { name: "host3", role: "host", id: 14, bmcId: 5 },
  { name: "host4", role: "host", id: 15, bmcId: 6 },
];
export const mostHosts = machines.filter(({ role }) => role === "host").length;

/** The simulator and the first `hosts` of the hosts. */
export function machinesOf(hosts: number): readonly LabMachineIdentity[] {
  return machines.slice(0, hosts + 1);
}

const firstGuestId = 21;
const guestCount = 200;

/** The networks of a lab whose addresses are in `subnet`, a /16: network N takes the third octet N. */
export function planNetworks(subnet: string): LabNetworkPlan[] {
  const [first, second] = subnet.split(".");
  return networks.map(({ name, role, hasGuests }, index) => {
    const prefix = `${first ?? ""}.${second ?? ""}.${index + 1}`;
    return {
      name,
      role,
      subnet: `${prefix}.0/24`,
      prefixLength: 24,
      bridge: bridgeName(name),
      isReachable: role === "management",
      ...(hasGuests ? { guestAddresses: { first: `${prefix}.${firstGuestId}`, count: guestCount } } : {}),
    };
  });
}

/** A machine's cards in the networks of the lab of that name, those of `planNetworks`. */
export function planInterfaces(
  lab: string,
  { role, id }: LabMachineIdentity,
  plans: readonly LabNetworkPlan[],
): LabInterfacePlan[] {
  const labOctet = createHash("sha256").update(lab).digest("hex").slice(0, 2);
  return networks.flatMap(({ hasSimulators }, index) => {
    const network = plans[index];
    if (network === undefined || (role === "simulator" && !hasSimulators)) return [];
    return [
      {
        network: network.name,
        // The prefix, then the lab, the network and the machine.
        mac: `${virtualMacPrefix}:${labOctet}:${octet(index + 1)}:${octet(id)}`,
        address: addressIn(network, id),
        prefixLength: network.prefixLength,
      },
    ];
  });
}

/** The address with that last octet. */
export function addressIn({ subnet }: LabNetworkPlan, id: number): string {
  return subnet.replace(/\.0\/24$/, `.${String(id)}`);
}

function octet(value: number): string {
  return value.toString(16).padStart(2, "0");
}
