/** The signalling workload of a testbed as plain data: its nodes, the transfer point between them and the generators, the generators. */
import { secToMs } from "../../../base/units.ts";
import * as packages from "../../../platforms/packages.ts";
import { hostPaths, processDirectory } from "../../../rack/paths.ts";
import type { NodePlan, ProcessPlan, WorkloadPlan, WorkloadPlanArgs } from "../../workload.ts";
import type { ApplicationConfig } from "../application/config.ts";
import type { GeneratorConfig } from "../generator/config.ts";
import type { Ss7Settings } from "../spec.ts";
import { stpConfig } from "../stp/config.ts";
import { planTrafficSimulators, type TrafficSimulatorsPlan } from "./generators.ts";
import { planNodes, type Ss7NodePlan } from "./nodes.ts";
import { planService, serviceConditions } from "./service.ts";

export function planSs7(args: WorkloadPlanArgs<Ss7Settings>): WorkloadPlan {
  const nodes = planNodes(args);
  const pointCodes = new Map(nodes.map(({ cluster, pointCode }) => [cluster, pointCode]));
  const traffic = planTrafficSimulators({
    machines: args.simulators,
    clusters: [...pointCodes.keys()],
    greatestClusterReqPerSec: args.greatestClusterReqPerSec,
    simulatorReqPerSec: args.settings.simulatorReqPerSec,
  });
  return {
    services: [transferPoint(traffic, pointCodes)],
    nodes: nodes.map((node) => nodeProcess(node, traffic, args)),
    generators: traffic.simulators.map(({ name, cluster, machine, pointCode, trafficAddresses }) => ({
      name,
      cluster,
      machine,
      config: {
        name,
        cluster,
        link: {
          stp: { addresses: traffic.stp.addresses, port: traffic.stp.port },
          localAddresses: trafficAddresses,
          pointCode,
          routingContext: pointCode,
        },
        destinationPointCode: pointCodes.get(cluster) ?? 0,
      } satisfies GeneratorConfig,
    })),
    conditions: serviceConditions(args.settings, nodes),
  };
}

/** osmo-stp on the first simulator machine: every node and generator connects to it. */
function transferPoint(
  { stp, simulators }: TrafficSimulatorsPlan,
  pointCodes: ReadonlyMap<string, number>,
): ProcessPlan {
  const servers = [
    ...[...pointCodes].map(([cluster, pointCode]) => ({ name: `cluster-${cluster}`, pointCode })),
    ...simulators.map(({ name, pointCode }) => ({ name, pointCode })),
  ];
  return {
    name: "stp",
    machine: stp.machine,
    command: 'exec osmo-stp --config-file "$CONFIG"',
    config: stpConfig({
      addresses: stp.addresses,
      port: stp.port,
      servers: servers.map((server) => ({ ...server, routingContext: server.pointCode })),
    }),
    modules: ["sctp"],
    programs: [packages.onDebian(packages.transferPoint)],
    // It listens; column 6 is the local port.
    ready: `awk 'NR > 1 && $6 == ${String(stp.port)} { found = 1 } END { exit !found }' /proc/net/sctp/eps`,
  };
}

function nodeProcess(
  node: Ss7NodePlan,
  { stp }: TrafficSimulatorsPlan,
  { settings, intervalSec }: WorkloadPlanArgs<Ss7Settings>,
): NodePlan {
  const files = {
    "statistics.txt": `${hostPaths.HOST_LOGS}/${node.node}.statistics.txt`,
    "events.jsonl": `${hostPaths.HOST_LOGS}/${node.node}.events.jsonl`,
  };
  const { heartbeat } = node;
  const config: ApplicationConfig = {
    cluster: node.cluster,
    node: node.node,
    preferred: node.preferred,
    link: {
      stp: { addresses: stp.addresses, port: stp.port },
      localAddresses: node.trafficAddresses,
      pointCode: node.pointCode,
      routingContext: node.pointCode,
    },
    heartbeat: {
      local: { address: heartbeat.local, port: heartbeat.port },
      peer: { address: heartbeat.peer, port: heartbeat.port },
      intervalMs: heartbeat.intervalMs,
      missed: heartbeat.missed,
    },
    statistics: { file: files["statistics.txt"], intervalMs: secToMs(intervalSec) },
    eventsFile: files["events.jsonl"],
    statusSocket: `${processDirectory(node.node)}/status`,
    ...planService(settings, node),
  };
  return {
    name: node.node,
    machine: node.machine,
    cluster: node.cluster,
    preferred: node.preferred,
    command: 'exec node "$FILES/application.mjs" --config "$CONFIG"',
    config: JSON.stringify(config),
    modules: ["sctp"],
    programs: [packages.onDebian(packages.node)],
    ready: "",
    files,
  };
}
