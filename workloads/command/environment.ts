/** What the texts of a user's workload find in their environment, beside what `machine/` adds on the machine: the files' places. */
import { msToSec } from "../../base/units.ts";
import type { RunSpec } from "../records.ts";
import type { NodeMachine, NodePlan } from "../workload.ts";

type Role = NodePlan["preferred"];

export const nodeName = (role: Role, cluster: string): string => `${cluster}${role === "active" ? "1" : "2"}`;

export function nodeEnvironment(
  role: Role,
  machine: NodeMachine,
  peer: NodeMachine | undefined,
  port: number,
): Record<string, string> {
  const { cluster } = machine;
  return {
    NAME: nodeName(role, cluster),
    ROLE: role,
    CLUSTER: cluster,
    MACHINE: machine.name,
    PORT: String(port),
    ADDRESS: machine.trafficAddresses[0] ?? "",
    ADDRESSES: machine.trafficAddresses.join(" "),
    INTERCONNECT_ADDRESS: machine.interconnectAddress,
    PEER_NAME: peer === undefined ? "" : nodeName(role === "active" ? "standby" : "active", cluster),
    PEER_ADDRESS: peer?.trafficAddresses[0] ?? "",
    PEER_ADDRESSES: peer?.trafficAddresses.join(" ") ?? "",
    PEER_INTERCONNECT_ADDRESS: peer?.interconnectAddress ?? "",
  };
}

/** Of a generator, whatever its load; `index` is unique among all generators. */
export function generatorEnvironment(
  name: string,
  index: number,
  machine: { readonly name: string; readonly trafficAddresses: readonly string[] },
  target: { readonly cluster: string; readonly active: NodeMachine; readonly standby: NodeMachine | undefined },
  port: number,
): Record<string, string> {
  return {
    NAME: name,
    CLUSTER: target.cluster,
    MACHINE: machine.name,
    INDEX: String(index),
    ADDRESS: machine.trafficAddresses[0] ?? "",
    TARGET_ADDRESS: target.active.trafficAddresses[0] ?? "",
    TARGET_PORT: String(port),
    STANDBY_ADDRESS: target.standby?.trafficAddresses[0] ?? "",
  };
}

/** Of a generator, for one load. */
export function loadEnvironment(run: RunSpec): Record<string, string> {
  const seconds = (ms: number): string => String(msToSec(ms));
  return {
    RATE: String(run.rateReqPerSec),
    DURATION_SECONDS: seconds(run.warmUpMs + run.durationMs),
    REQUESTS: String(Math.round(run.rateReqPerSec * msToSec(run.warmUpMs + run.durationMs))),
    WARM_UP_SECONDS: seconds(run.warmUpMs),
    MEASURED_SECONDS: seconds(run.durationMs),
    INTERVAL_SECONDS: seconds(run.intervalMs),
    TIMEOUT_SECONDS: seconds(run.timeoutMs),
    MAX_RETRANSMISSIONS: String(run.maxRetransmissions),
    ARRIVAL: run.arrival,
    SEED: String(run.seed),
    START_AT_MS: String(Math.round(run.startAtEpochMs ?? 0)),
  };
}
