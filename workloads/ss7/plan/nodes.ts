/** The application pairs of a testbed: which process runs where, under which point code, and which of a pair is to be active. */

import type { NodeMachine } from "../../workload.ts";
import { firstClusterPointCode } from "../point-codes.ts";
import { firstHeartbeatPort } from "../ports.ts";
import { heartbeatPace, type HeartbeatPace } from "./heartbeat-pace.ts";

export interface Ss7NodePlan {
  /** `a1`, `a2`: cluster and number. */
  readonly node: string;
  readonly cluster: string;
  readonly machine: string;
  readonly preferred: "active" | "standby";
  /** SS7 point code of the cluster, and its M3UA routing context: both nodes serve the same. */
  readonly pointCode: number;
  readonly trafficAddresses: readonly string[];
  /** Processors of its machine. */
  readonly cpus: number;
  readonly heartbeat: HeartbeatPace & { readonly local: string; readonly peer: string; readonly port: number };
}

export interface NodeOptions {
  readonly machines: readonly NodeMachine[];
  readonly isEmulated: boolean;
}

/** Plans a pair for each cluster, in the order in which the clusters first appear. */
export function planNodes({ machines, isEmulated }: NodeOptions): Ss7NodePlan[] {
  const clusters = [...new Set(machines.map((machine) => machine.cluster))];
  return clusters.flatMap((cluster, clusterIndex) => {
    const members = machines.filter((machine) => machine.cluster === cluster);
    const [first, second] = members;
    if (first === undefined || second === undefined || members.length !== 2) {
      throw new RangeError(`cluster ${cluster} has ${String(members.length)} machines; an active/standby pair needs 2`);
    }
    return [
      { own: first, peer: second, number: 1, preferred: "active" as const },
      { own: second, peer: first, number: 2, preferred: "standby" as const },
    ].map(({ own, peer, number, preferred }) => ({
      node: `${cluster}${String(number)}`,
      cluster,
      machine: own.name,
      preferred,
      pointCode: firstClusterPointCode + clusterIndex,
      trafficAddresses: own.trafficAddresses,
      cpus: own.cpus,
      heartbeat: {
        local: own.interconnectAddress,
        peer: peer.interconnectAddress,
        port: firstHeartbeatPort + clusterIndex,
        ...heartbeatPace[isEmulated ? "emulated" : "real"],
      },
    }));
  });
}
