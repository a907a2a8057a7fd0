/** The file system that all hosts mount from the shared LUN: GFS2 with corosync and dlm under KVM, OCFS2 with o2cb under Xen. */
import { createHash } from "node:crypto";
import type { Problem } from "../../base/errors.ts";
import { addressOn, type Addressed, type RoleNetworks } from "../../rack/addresses.ts";
import { corosyncKeyFile, mountPointOf } from "../../rack/paths.ts";
import type { LunPlan } from "../shared-storage/plan.ts";
import { ocfs2TimesOf, tokenMsOf, type ClusterTimes } from "./times.ts";

export interface ClusterNodePlan {
  readonly name: string;
  /** Counts from 1 in the inventory's order. */
  readonly id: number;
  /** The node's addresses, interconnect first, management second. */
  readonly addresses: readonly [string, string];
}

interface SharedPlan {
  /** Letters and digits, at most 16, as o2cb and the lock table allow; follows from the rack's name. */
  readonly clusterName: string;
  readonly nodes: readonly ClusterNodePlan[];
  readonly lun: LunPlan;
  readonly mountPoint: string;
  /** Size of each member's journal. */
  readonly journalMiB: number;
  /** A digest of each host's network cards: it tells this rack from another of the same name. */
  readonly machines: readonly string[];
  /** UUID of an unmarked file system that the operator declares to be this rack's; `any` on the lab's own LUN; else empty. */
  readonly adopt: string;
}

export interface Gfs2Plan extends SharedPlan {
  readonly kind: "gfs2";
  /** `cluster:name` in the superblock: what marks the file system as ours. */
  readonly lockTable: string;
  /** How long a silent member stays a member. */
  readonly tokenMs: number;
}

export interface Ocfs2Plan extends SharedPlan {
  readonly kind: "ocfs2";
  /** Volume label: what marks the file system as ours. */
  readonly label: string;
  /** How long a member may write no heartbeat to the LUN before it resets itself. */
  readonly lunSilentSec: number;
  /** How long a connection between members may be silent. */
  readonly idleTimeoutMs: number;
}

export type ClusterFilesystemPlan = Gfs2Plan | Ocfs2Plan;

export interface PlanClusterFilesystemArgs {
  /** Name of the inventory. */
  readonly rack: string;
  readonly filesystem: ClusterFilesystemPlan["kind"];
  /** Emulated hosts answer late: their members are given more time. */
  readonly emulated: boolean;
  readonly hosts: readonly ClusterMachine[];
  readonly networks: RoleNetworks;
  readonly lun: LunPlan;
  /** What the inventory says of when a member counts as lost. */
  readonly times?: ClusterTimes | undefined;
  /** Whether the LUN is a file of this clone's lab, so that it can be nobody else's. Default: it is not. */
  readonly isLab?: boolean;
}

/** A host as far as its place in a cluster goes. */
interface ClusterMachine extends Addressed {
  readonly name: string;
  readonly interfaces: readonly (Addressed["interfaces"][number] & { readonly mac: string })[];
}

/** On a LUN smaller than this, journals of the usual size would take a good part of it. */
const smallLunGiB = 16;

/** Problems of an inventory whose hosts lack one of the two networks that cluster members talk over. */
export function validateClusterFilesystem({
  hosts,
  networks,
}: Pick<PlanClusterFilesystemArgs, "hosts" | "networks">): Problem[] {
  return hosts.flatMap((host, index) =>
    (["interconnect", "management"] as const).flatMap((role) =>
      addressOn(networks, host, role) === undefined
        ? [
            {
              path: `hosts[${String(index)}].interfaces`,
              message: `has none on the ${role} network, over which ${host.name} must talk to the cluster.`,
            },
          ]
        : [],
    ),
  );
}

/** The cluster file system of a platform. `validateClusterFilesystem` has found no problem before. */
export function planClusterFilesystem(args: PlanClusterFilesystemArgs): ClusterFilesystemPlan {
  const { rack, filesystem, emulated, hosts, networks, lun, times } = args;
  const clusterName = clusterNameOf(rack);
  const shared = {
    clusterName,
    nodes: hosts.map((host, index): ClusterNodePlan => ({
      name: host.name,
      id: index + 1,
      addresses: [addressOn(networks, host, "interconnect") ?? "", addressOn(networks, host, "management") ?? ""],
    })),
    lun,
    mountPoint: mountPointOf(lun.role),
    journalMiB: lun.sizeGiB < smallLunGiB ? 32 : 128,
    machines: hosts.map(machineDigest),
    adopt: args.isLab === true ? "any" : (lun.adopt ?? ""),
  };
  return filesystem === "gfs2"
    ? {
        ...shared,
        kind: "gfs2",
        lockTable: `${clusterName}:${lun.role}`,
        tokenMs: tokenMsOf(times, emulated),
      }
    : {
        ...shared,
        kind: "ocfs2",
        label: `${clusterName}-${lun.role}`,
        ...ocfs2TimesOf(times, emulated),
      };
}

/**
 * `corosync.conf(5)`: knet over both networks; `two_node` keeps one of two hosts quorate when the other is lost. The
 * parser wants one `key: value` a line and nothing after a brace.
 */
export function renderCorosyncConf(plan: Gfs2Plan): string {
  const nodes = plan.nodes.flatMap((node) => [
    "  node {",
    `    name: ${node.name}`,
    `    nodeid: ${String(node.id)}`,
    ...node.addresses.map((address, link) => `    ring${String(link)}_addr: ${address}`),
    "  }",
  ]);
  return [
    "totem {",
    "  version: 2",
    `  cluster_name: ${plan.clusterName}`,
    "  transport: knet",
    "  crypto_cipher: aes256",
    "  crypto_hash: sha256",
    `  keyfile: ${corosyncKeyFile}`,
    `  token: ${String(plan.tokenMs)}`,
    "}",
    "nodelist {",
    ...nodes,
    "}",
    "quorum {",
    "  provider: corosync_votequorum",
    ...(plan.nodes.length === 2 ? ["  two_node: 1"] : []),
    "}",
    "logging {",
    "  to_syslog: yes",
    "}",
    "",
  ].join("\n");
}

/** Two racks with names that look alike get different clusters: the digest tells them apart. */
function clusterNameOf(rack: string): string {
  const digest = createHash("sha256").update(rack).digest("hex").slice(0, 6);
  return `${rack.replaceAll("-", "").slice(0, 10)}${digest}`;
}

/** A machine's cards identify it, its name does not; in any order. */
function machineDigest({ interfaces }: ClusterMachine): string {
  const macs = interfaces.map(({ mac }) => mac).toSorted();
  return createHash("sha256").update(macs.join(" ")).digest("hex").slice(0, 12);
}
