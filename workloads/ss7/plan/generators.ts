/** The traffic simulators of a testbed: the signalling transfer point and the load generators beside it. */

import type { SimulatorMachine } from "../../workload.ts";
import { firstGeneratorPointCode } from "../point-codes.ts";
import { m3uaPort } from "../ports.ts";

export interface SimulatorPlan {
  /** `sim-a-1`: cluster and number. */
  readonly name: string;
  readonly machine: string;
  readonly cluster: string;
  readonly pointCode: number;
  readonly trafficAddresses: readonly string[];
}

export interface TrafficSimulatorsPlan {
  /** The machine with the signalling transfer point; every generator and application process connects to it. */
  readonly stp: { readonly machine: string; readonly addresses: readonly string[]; readonly port: number };
  readonly simulators: readonly SimulatorPlan[];
}

export interface SimulatorOptions {
  readonly machines: readonly SimulatorMachine[];
  readonly clusters: readonly string[];
  /** The greatest load of one cluster among the cases, and what one simulator carries: both before scaling. */
  readonly greatestClusterReqPerSec: number;
  readonly simulatorReqPerSec: number;
}

/** As many simulators for each cluster as its greatest load needs, spread over the machines in turn. */
export function planTrafficSimulators(options: SimulatorOptions): TrafficSimulatorsPlan {
  const [first] = options.machines;
  if (first === undefined) throw new RangeError("a testbed needs at least one simulator machine");
  const each = Math.max(1, Math.ceil(options.greatestClusterReqPerSec / options.simulatorReqPerSec));
  const names = options.clusters.flatMap((cluster) =>
    Array.from({ length: each }, (_, index) => ({ cluster, name: `sim-${cluster}-${String(index + 1)}` })),
  );
  return {
    stp: { machine: first.name, addresses: first.trafficAddresses, port: m3uaPort },
    simulators: names.map(({ cluster, name }, index): SimulatorPlan => {
      const machine = options.machines[index % options.machines.length] ?? first;
      return {
        name,
        machine: machine.name,
        cluster,
        pointCode: firstGeneratorPointCode + index,
        trafficAddresses: machine.trafficAddresses,
      };
    }),
  };
}
