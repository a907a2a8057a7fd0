/** What a host must be for a platform: the GRUB entry it boots, the programs and kernel modules it needs, its peers. */
import type { NetworkRole } from "../host-bridges/plan.ts";

export type Platform = "bare" | "kvm" | "xen";

/** A program and the package that brings it, for the error that names what to install. */
export interface Requirement {
  readonly program: string;
  readonly debian: string;
  readonly redHat: string;
}

export interface PeerPlan {
  readonly name: string;
  /** Management first, then migration: both are used by live migration. */
  readonly addresses: readonly string[];
}

export interface HostPlan {
  readonly name: string;
  readonly platform: Platform;
  /** GRUB menu entry that must have been booted. Bare metal boots the entry for KVM: the same kernel without Xen under it. */
  readonly bootEntry: string;
  readonly requirements: readonly Requirement[];
  readonly modules: readonly string[];
  readonly peers: readonly PeerPlan[];
}

export interface PlanHostArgs {
  readonly platform: Platform;
  readonly host: {
    readonly name: string;
    readonly bootEntries: { readonly kvm: string; readonly xen: string };
  };
  /** All hosts of the rack, this one among them. */
  readonly hosts: readonly {
    readonly name: string;
    readonly interfaces: readonly { readonly network: string; readonly address: string }[];
  }[];
  readonly networks: readonly { readonly name: string; readonly role: NetworkRole }[];
}

const everywhere: readonly Requirement[] = [
  { program: "ip", debian: "iproute2", redHat: "iproute" },
  { program: "sar", debian: "sysstat", redHat: "sysstat" },
  { program: "node", debian: "nodejs", redHat: "nodejs" },
];

const virtualisation: readonly Requirement[] = [
  { program: "virsh", debian: "libvirt-clients", redHat: "libvirt-client" },
  { program: "qemu-img", debian: "qemu-utils", redHat: "qemu-img" },
  { program: "blkid", debian: "util-linux", redHat: "util-linux" },
];

const requirements: Readonly<Record<Platform, readonly Requirement[]>> = {
  bare: everywhere,
  kvm: [
    ...everywhere,
    ...virtualisation,
    { program: "corosync", debian: "corosync", redHat: "corosync" },
    { program: "dlm_controld", debian: "dlm-controld", redHat: "dlm" },
    { program: "mkfs.gfs2", debian: "gfs2-utils", redHat: "gfs2-utils" },
  ],
  xen: [
    ...everywhere,
    ...virtualisation,
    { program: "xl", debian: "xen-utils", redHat: "xen-runtime" },
    { program: "mkfs.ocfs2", debian: "ocfs2-tools", redHat: "ocfs2-tools" },
  ],
};

/** `tun` and `vhost_net` carry virtio network cards; `sctp` is the application's transport, which bare metal runs on the host. */
const modules: Readonly<Record<Platform, readonly string[]>> = {
  bare: ["sctp"],
  kvm: ["bridge", "tun", "vhost_net", "kvm", "dlm", "gfs2"],
  xen: ["bridge", "configfs", "ocfs2", "ocfs2_stack_o2cb"],
};

/** What `host` must be for `platform`. */
export function planHost({ platform, host, hosts, networks }: PlanHostArgs): HostPlan {
  const talking = (["management", "migration"] as const).flatMap((role) =>
    networks.filter((network) => network.role === role).map(({ name }) => name),
  );
  return {
    name: host.name,
    platform,
    bootEntry: platform === "xen" ? host.bootEntries.xen : host.bootEntries.kvm,
    requirements: requirements[platform],
    modules: modules[platform],
    peers: hosts
      .filter((peer) => peer.name !== host.name)
      .map((peer) => ({
        name: peer.name,
        addresses: talking.flatMap((network) =>
          peer.interfaces.filter((card) => card.network === network).map(({ address }) => address),
        ),
      })),
  };
}
