/**
 * What a lab consists of, decided before anything is touched: machines with their sizes, networks, addresses and LUNs, all
 * from the lab's settings, its name and the machine it stands on.
 */
import { createHash } from "node:crypto";
import { mibToGiB } from "../../base/units.ts";
import { backupRole, sharedLunRoles } from "../../platforms/index.ts";
import { ipmiPort } from "../../rack/fencing-inventory.ts";
import {
  addressIn,
  machinesOf,
  mostHosts,
  planInterfaces,
  planNetworks,
  type LabInterfacePlan,
  type LabNetworkPlan,
} from "./addresses.ts";
import { hostCount, imageSizesMiB, planSizes, studyHost, type MachineFacts, type SizeSettings } from "./sizes.ts";

/** The parts of the lab's configuration that decide (shape of `stacks/lab.yaml`). */
export interface LabSettings extends SizeSettings {
  readonly subnet: string;
  /** By a role of the platform records, with its unit: `kvmGiB`. */
  readonly luns: Readonly<Record<string, number>>;
  /** How many paths each host has to each LUN. */
  readonly lunPaths: number;
  /** Whether each host has a BMC, by which the others cut it off. */
  readonly fencing: boolean;
  readonly scale: { readonly memory: number; readonly load: number; readonly time: number };
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
  /** Management addresses of all machines that a lab of this name can have: the machines know each other by them. */
  readonly names: readonly { readonly name: string; readonly address: string }[];
  /** One for each host; none where the hosts are not fenced. */
  readonly bmcs: readonly LabBmcPlan[];
  readonly luns: readonly LabLunPlan[];
  readonly lunPaths: number;
  readonly scale: { readonly cores: number; readonly memory: number; readonly load: number; readonly time: number };
}

/** Where the directories of all labs of a machine lie. */
export const labsDirectory = "/var/lib/crossbed";

/** Where the lab of that name is on this machine. */
export function labPlace(name: string): Pick<LabPlan, "directory" | "namespace"> {
  return { directory: `${labsDirectory}/${name}`, namespace: `crossbed-${name}` };
}

function planBmcs(name: string, hosts: number, network: LabNetworkPlan): LabBmcPlan[] {
  return machinesOf(hosts).flatMap(({ name: machine, bmcId }) =>
    bmcId === undefined
      ? []
      : [
          {
            machine,
            domain: `${name}-${machine}`,
            address: addressIn(network, bmcId),
            port: ipmiPort,
            bridge: network.bridge,
          },
        ],
  );
}

/** The lab's plan. The settings must be valid for the machine (`validateLab`). */
export function planLab(name: string, settings: LabSettings, facts: MachineFacts): LabPlan {
  const sizes = planSizes(settings, facts);
  const networks = planNetworks(settings.subnet);
  const hosts = hostCount(settings);
  return {
    name,
    ...labPlace(name),
    emulated: facts.accelerator === "tcg",
    networks,
    machines: machinesOf(hosts).map((machine) => ({
      name: machine.name,
      role: machine.role,
      domain: `${name}-${machine.name}`,
      ...sizes[machine.role],
      interfaces: planInterfaces(name, machine, networks),
    })),
    names: networks
      .slice(0, 1)
      .flatMap((management) =>
        machinesOf(mostHosts).map(({ name: machine, id }) => ({ name: machine, address: addressIn(management, id) })),
      ),
    bmcs: settings.fencing ? networks.slice(0, 1).flatMap((management) => planBmcs(name, hosts, management)) : [],
    luns: [...sharedLunRoles, backupRole].map((role, index) => ({
      role,
      wwid: `6001405${createHash("sha256").update(name).digest("hex").slice(0, 8)}${index + 1}`,
      sizeGiB: settings.luns[`${role}GiB`] ?? mibToGiB(imageSizesMiB.backup),
    })),
    lunPaths: settings.lunPaths,
    scale: { cores: sizes.host.vcpus / studyHost.cores, ...settings.scale },
  };
}
