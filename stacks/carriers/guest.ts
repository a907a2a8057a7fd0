/** Guests carry the application, with everything under them: bridges, the shared LUN, the cluster file system. */
import * as pulumi from "@pulumi/pulumi";
import { sshPort } from "../../base/ports.ts";
import type { SshTarget } from "../../components/remote-script.ts";
import { ClusterFilesystem } from "../../components/cluster-filesystem/index.ts";
import { Fencing } from "../../components/fencing/index.ts";
import { sbdLabel } from "../../components/fencing/plan.ts";
import { Guest } from "../../components/guest/index.ts";
import type { GuestVariant } from "../../components/guest/domain.ts";
import { guestAddressOn, type GuestPlan } from "../../components/guest/plan.ts";
import { GuestStorage, poolName, type StorageHost } from "../../components/guest/storage.ts";
import { guestVariantOf } from "../../components/guest/variants.ts";
import { HostBridges } from "../../components/host-bridges/index.ts";
import { LunLease } from "../../components/host/lease.ts";
import { HostTrust } from "../../components/host/trust.ts";
import { SharedStorage } from "../../components/shared-storage/index.ts";
import type { GuestImagePlan } from "../../components/shared-storage/plan.ts";
import { renderSeed } from "../../components/virtual-host/seed.ts";
import { clusterKey } from "../../rack/cluster-key.ts";
import { incarnationOf, strayOf } from "../../rack/facts.ts";
import { shareAtHome } from "../shares.ts";
import {
  buildHostShares,
  type BuildCarriers,
  type CarriersArgs,
  type MachinesArgs,
  type PreparedHost,
} from "./carrier.ts";

export const build: BuildCarriers = async (args, hosts) => {
  const { plan, lease } = args;
  const variant = await guestVariantOf(plan.platform);
  const components = hosts.map(({ component }) => component);
  const trust = new HostTrust("trust", { hosts: hosts.map(trusted) }, { dependsOn: components });
  const bridges = buildBridges(hosts);
  const { filesystem, storage } = buildSharedFilesystem(args, hosts, [...components, ...bridges]);
  const [first, ...others] = hosts;
  if (first === undefined || plan.storage === undefined || plan.filesystem === undefined) {
    throw new RangeError("guests need hosts and a file system that these share");
  }
  const { mountPoint } = plan.filesystem;
  const lunLease = new LunLease("lun", { target: first.target, mountPoint, lease }, { dependsOn: [filesystem] });
  const storageHosts: [StorageHost, ...StorageHost[]] = [first, ...others];
  const shared = new GuestStorage(
    "guests",
    {
      variant,
      image: plan.storage.image,
      backupMount: plan.storage.backupMount,
      mountPoint,
      emulated: plan.emulated,
      hosts: storageHosts,
      privateKeyFile: args.inventory.ssh.privateKeyFile,
      knownHostsFile: args.knownHostsFile,
    },
    { dependsOn: [filesystem, storage] },
  );
  const hostShares = buildHostShares(plan, hosts, (host) => args.shares.apply((known) => known[host]?.own ?? []));
  const below = [trust, lunLease, shared, ...bridges, ...hostShares.values()];

  const guests = buildGuests(args, hosts, { variant, shared, image: plan.storage.image, mountPoint, below });
  return {
    carriers: Object.fromEntries(
      guests.map(({ guest, host, component }) => [
        guest.name,
        {
          target: behind(host, guest, component.hostKey),
          bootId: component.bootId,
          deletedWith: component.domain,
        },
      ]),
    ),
    guestHostKeys: pulumi.all(
      Object.fromEntries(guests.map(({ guest, component }) => [guest.name, component.hostKey])),
    ),
    resources: [...components, storage, filesystem, ...below, ...guests.map(({ component }) => component)],
  };
};

interface UnderGuests {
  readonly variant: GuestVariant;
  readonly shared: GuestStorage;
  readonly image: GuestImagePlan;
  readonly mountPoint: string;
  readonly below: readonly pulumi.Resource[];
}

interface BuiltGuest {
  readonly guest: GuestPlan;
  readonly host: PreparedHost;
  readonly component: Guest;
}

function buildGuests(
  { plan, facts, shares, authorizedKey }: CarriersArgs,
  hosts: readonly PreparedHost[],
  { variant, shared, image, mountPoint, below }: UnderGuests,
): BuiltGuest[] {
  const lastOn = new Map<string, Guest>();
  return plan.guests.map((guest) => {
    const host = hosts.find(({ name }) => name === guest.host);
    const provider = shared.providers.get(guest.host);
    if (host === undefined || provider === undefined) throw new RangeError(`no host ${guest.host}`);
    const component = new Guest(
      guest.name,
      {
        plan: guest,
        variant,
        share: shares.apply((known) => shareAtHome(known, guest)),
        host: { target: host.target, bootId: host.bootId, peers: host.plan.peers },
        provider,
        pool: poolName,
        mountPoint,
        image,
        imageBytes: shared.imageBytes,
        seed: seedOf(guest, plan.guests),
        authorizedKey,
        incarnation: incarnationOf(guest, facts),
        stray: strayOf(guest, facts),
        startAfter: [lastOn.get(guest.host)?.nextMayStart].filter((step) => step !== undefined),
      },
      { dependsOn: [...below] },
    );
    lastOn.set(guest.host, component);
    return { guest, host, component };
  });
}

/** A bridge for every network that guests share, on each host. */
export function buildBridges(hosts: readonly PreparedHost[]): HostBridges[] {
  return hosts.map(
    ({ name, target, bootId, component, plan: { bridges } }) =>
      new HostBridges(`${name}-bridges`, { bridges, target, bootId }, { dependsOn: [component] }),
  );
}

/** First member of a guest's seed: its name, its addresses, its siblings' names. */
export function seedOf(guest: GuestPlan, all: readonly GuestPlan[]): string {
  return renderSeed({
    hostname: guest.name,
    interfaces: guest.interfaces,
    hosts: all.map((other) => ({ name: other.name, address: guestAddressOn(other, "management") ?? "" })),
  });
}

/** How ssh reaches a guest: through its host. */
export function behind(host: PreparedHost, guest: GuestPlan, hostKey: pulumi.Input<string>): SshTarget {
  const { user: _user, lease: _lease, ...proxied } = host.target;
  const address = guestAddressOn(guest, "management") ?? "";
  return { ...proxied, address, port: sshPort, user: "root", hostKey, proxy: host.target };
}

const trusted = ({ name, target, bootId, plan: { peers }, component: { publicKey } }: PreparedHost) => ({
  name,
  target,
  bootId,
  publicKey,
  peers,
});

/** The LUN that all hosts share, with its file system mounted everywhere, once every host can be cut off. */
function buildSharedFilesystem(
  { plan, fencingPasswords }: MachinesArgs,
  hosts: readonly PreparedHost[],
  below: readonly pulumi.Resource[],
): { readonly storage: SharedStorage; readonly filesystem: ClusterFilesystem } {
  const [first] = hosts;
  if (first === undefined || plan.storage === undefined || plan.filesystem === undefined) {
    throw new RangeError("the hosts share no LUN");
  }
  const { clusterName, kind } = plan.filesystem;
  const components = hosts.map(({ component }) => component);
  const storage = new SharedStorage("storage", { plan: plan.storage, hosts }, { dependsOn: components });
  const fencing =
    kind === "gfs2" && plan.fencing.length > 0
      ? [
          new Fencing(
            "fencing",
            {
              plan: plan.fencing,
              hosts,
              mark: { label: sbdLabel(plan.filesystem), machines: plan.filesystem.machines },
              passwords: fencingPasswords,
            },
            { dependsOn: [...below] },
          ),
        ]
      : [];
  const filesystem = new ClusterFilesystem(
    "filesystem",
    {
      plan: plan.filesystem,
      fencing: plan.fencing,
      key: pulumi.secret(first.target.privateKey).apply((privateKey) => clusterKey(privateKey, clusterName)),
      hosts: hosts.map(({ name, target, bootId }) => ({
        name,
        target,
        bootId,
        device: storage.devices.apply((devices) => devices[name] ?? ""),
      })),
    },
    // Members talk over the bridges: an address that moves away under them would part them.
    { dependsOn: [...below, storage, ...fencing] },
  );
  return { storage, filesystem };
}
