/**
 * The machines that carry the application: on bare metal the hosts themselves, else guests, with everything under them:
 * bridges, the shared LUN, the cluster file system.
 */
import type * as libvirt from "@pulumi/libvirt";
import * as pulumi from "@pulumi/pulumi";
import type { CarrierMachine } from "../components/application/index.ts";
import { ClusterFilesystem } from "../components/cluster-filesystem/index.ts";
import { planClusterFilesystem } from "../components/cluster-filesystem/plan.ts";
import { Guest } from "../components/guest/index.ts";
import type { GuestPlan } from "../components/guest/plan.ts";
import { GuestStorage, poolName } from "../components/guest/storage.ts";
import { HostBridges } from "../components/host-bridges/index.ts";
import { incarnationOf, strayOf, type HostFacts } from "../rack/facts.ts";
import { Host } from "../components/host/index.ts";
import type { LeaseHolder } from "../rack/lease-holder.ts";
import { LunLease } from "../components/host/lease.ts";
import { planHost, type HostPlan } from "../components/host/plan.ts";
import { HostTrust } from "../components/host/trust.ts";
import type { SshTarget } from "../components/remote-script.ts";
import { SharedStorage } from "../components/shared-storage/index.ts";
import { planStorage } from "../components/shared-storage/plan.ts";
import { renderSeed } from "../components/virtual-host/seed.ts";
import type { Inventory, InventoryHost } from "../rack/inventory.ts";
import type { TestbedPlan } from "./plan.ts";

export interface MachinesArgs {
  readonly inventory: Inventory;
  readonly plan: TestbedPlan;
  readonly facts: Readonly<Record<string, HostFacts>>;
  readonly knownHostsFile: string;
  /** OpenSSH public key that may log in to guests. */
  readonly authorizedKey: string;
  readonly targetOf: (host: InventoryHost) => SshTarget;
  readonly lease: LeaseHolder;
}

export interface Machines {
  /** What carries an application process, by name. */
  readonly carriers: Readonly<Record<string, CarrierMachine>>;
  /** What each host said of itself once it ran what the platform needs, by name. */
  readonly hostFacts: pulumi.Output<Readonly<Record<string, HostFacts>>>;
  /** Public host key of each guest by name. */
  readonly guestHostKeys: pulumi.Output<Readonly<Record<string, string>>>;
  /** What everything above depends on. */
  readonly resources: readonly pulumi.Resource[];
}

/** A host of the inventory with its component. */
interface PreparedHost {
  readonly name: string;
  readonly target: SshTarget;
  readonly plan: HostPlan;
  readonly bootId: pulumi.Output<string>;
  readonly component: Host;
}

export function buildMachines(args: MachinesArgs): Machines {
  const { inventory, plan, facts, lease } = args;
  const { platform } = plan;
  const hosts = inventory.hosts.map((host): PreparedHost => {
    const hostPlan = planHost({ platform, host, hosts: inventory.hosts, networks: inventory.networks });
    const target = args.targetOf(host);
    const bootId = facts[host.name]?.bootId ?? "";
    const component = new Host(host.name, { plan: hostPlan, target, bootId, lease });
    return { name: host.name, target, plan: hostPlan, bootId: component.bootId, component };
  });
  const hostFacts = pulumi.all(Object.fromEntries(hosts.map(({ name, component }) => [name, component.facts])));
  const carriers = platform === "bare" ? bareMachines(hosts) : guestMachines(platform, hosts, args);
  return { ...carriers, hostFacts };
}

function bareMachines(hosts: readonly PreparedHost[]): Omit<Machines, "hostFacts"> {
  return {
    carriers: Object.fromEntries(hosts.map(({ name, target, bootId }) => [name, { target, bootId }])),
    guestHostKeys: pulumi.output<Record<string, string>>({}),
    resources: hosts.map(({ component }) => component),
  };
}

function guestMachines(
  platform: "kvm" | "xen",
  hosts: readonly PreparedHost[],
  args: MachinesArgs,
): Omit<Machines, "hostFacts"> {
  const { inventory, plan, facts, lease } = args;
  const [first, ...others] = hosts;
  if (first === undefined) throw new RangeError("a testbed has hosts");
  const components = hosts.map(({ component }) => component);
  const trust = new HostTrust(
    "trust",
    {
      hosts: hosts.map(({ name, target, plan: { peers }, component: { publicKey } }) => ({
        name,
        target,
        publicKey,
        peers,
      })),
    },
    { dependsOn: components },
  );
  const bridges = hosts.map(
    ({ name, target, bootId, component }) =>
      new HostBridges(
        `${name}-bridges`,
        { bridges: plan.hosts.find((host) => host.name === name)?.bridges ?? [], target, bootId },
        { dependsOn: [component] },
      ),
  );
  const storagePlan = planStorage({ platform, luns: inventory.luns, guestImage: inventory.guestImage });
  const storage = new SharedStorage("storage", { plan: storagePlan, hosts }, { dependsOn: components });
  const filesystemPlan = planClusterFilesystem({
    rack: inventory.name,
    platform,
    emulated: inventory.emulated,
    hosts: inventory.hosts,
    networks: inventory.networks,
    lun: storagePlan.shared,
  });
  const filesystem = new ClusterFilesystem(
    "filesystem",
    {
      plan: filesystemPlan,
      hosts: hosts.map(({ name, target, bootId }) => ({
        name,
        target,
        bootId,
        device: storage.devices.apply((devices) => devices[name] ?? ""),
      })),
    },
    // Members talk over the bridges: an address that moves away under them would part them.
    { dependsOn: [...components, ...bridges, storage] },
  );
  const { mountPoint } = filesystemPlan;
  const lunLease = new LunLease("lun", { target: first.target, mountPoint, lease }, { dependsOn: [filesystem] });
  const shared = new GuestStorage(
    "guests",
    {
      platform,
      image: storagePlan.image,
      backupMount: storagePlan.backupMount,
      mountPoint,
      emulated: inventory.emulated,
      hosts: [first, ...others],
      privateKeyFile: inventory.ssh.privateKeyFile,
      knownHostsFile: args.knownHostsFile,
    },
    { dependsOn: [filesystem, storage] },
  );

  const lastOn = new Map<string, Guest>();
  const guests = plan.guests.map((guest) => {
    const host = hosts.find(({ name }) => name === guest.host);
    const provider: libvirt.Provider | undefined = shared.providers.get(guest.host);
    if (host === undefined || provider === undefined) throw new RangeError(`no host ${guest.host}`);
    const component = new Guest(
      guest.name,
      {
        plan: guest,
        platform,
        host: { target: host.target, bootId: host.bootId, peers: host.plan.peers },
        provider,
        pool: poolName,
        mountPoint,
        image: storagePlan.image,
        imageBytes: shared.imageBytes,
        seed: renderSeed({
          hostname: guest.name,
          interfaces: guest.interfaces,
          hosts: plan.guests.map((other) => ({ name: other.name, address: managementAddress(other) })),
        }),
        authorizedKey: args.authorizedKey,
        incarnation: incarnationOf(guest, facts),
        stray: strayOf(guest, facts),
        startAfter: [lastOn.get(guest.host)?.nextMayStart].filter((step) => step !== undefined),
      },
      { dependsOn: [trust, lunLease, shared, ...bridges] },
    );
    lastOn.set(guest.host, component);
    return { guest, host, component };
  });
  return {
    carriers: Object.fromEntries(
      guests.map(({ guest, host, component }) => {
        const { user: _, ...proxied } = host.target;
        const target: SshTarget = {
          ...proxied,
          address: managementAddress(guest),
          port: 22,
          user: "root",
          hostKey: component.hostKey,
          proxy: host.target,
        };
        return [guest.name, { target, bootId: component.bootId, deletedWith: component.domain }];
      }),
    ),
    guestHostKeys: pulumi.all(
      Object.fromEntries(guests.map(({ guest, component }) => [guest.name, component.hostKey])),
    ),
    resources: [
      ...components,
      trust,
      ...bridges,
      storage,
      filesystem,
      lunLease,
      shared,
      ...guests.map(({ component }) => component),
    ],
  };
}

function managementAddress(guest: GuestPlan): string {
  return guest.interfaces.find((card) => card.role === "management")?.address ?? "";
}
