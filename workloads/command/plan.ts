/** Plans a user's own application and load generators as plain data: what runs where, with which values. No text of the user's enters a command line. */
import { machineFiles, processDirectory, processLog } from "../../rack/paths.ts";
import type { GeneratorPlan, NodeMachine, NodePlan, WorkloadPlan, WorkloadPlanArgs } from "../workload.ts";
import { generatorEnvironment, nodeEnvironment, nodeName } from "./environment.ts";
import type { CommandSettings, OutputSettings } from "./spec.ts";
import { renderValues, type Values } from "./render-values.ts";

/** What the runtime needs of a generator. */
export interface CommandGeneratorConfig {
  /** As `program:package`. */
  readonly programs: readonly string[];
  /** Environment and texts that are the same in every case. */
  readonly values: Values;
  readonly output: OutputSettings;
}

export function planCommand(args: WorkloadPlanArgs<CommandSettings>): WorkloadPlan {
  const clusters = [...new Set(args.machines.map(({ cluster }) => cluster))].map((cluster) => {
    const [active, standby] = args.machines.filter((machine) => machine.cluster === cluster);
    if (active === undefined) throw new RangeError(`cluster ${cluster} has no machine`);
    const { standby: wanted } = args.settings.node;
    if (wanted && standby === undefined) throw new RangeError(`cluster ${cluster} has no machine for its standby node`);
    return { cluster, active, standby: wanted ? standby : undefined };
  });
  return {
    services: [],
    nodes: clusters.flatMap(({ active, standby }) => [
      nodePlan("active", active, standby, args.settings),
      ...(standby === undefined ? [] : [nodePlan("standby", standby, active, args.settings)]),
    ]),
    generators: planGenerators(clusters, args),
    conditions: {},
  };
}

function nodePlan(
  role: NodePlan["preferred"],
  machine: NodeMachine,
  peer: NodeMachine | undefined,
  { node }: CommandSettings,
): NodePlan {
  const { cluster } = machine;
  const name = nodeName(role, cluster);
  const values = {
    ...nodeEnvironment(role, machine, peer, node.port),
    config: node.config,
    install: node.install ?? "",
    start: node.start,
    stop: node.stop ?? "",
    probe: node.probe ?? "",
  };
  return {
    name,
    machine: machine.name,
    cluster,
    preferred: role,
    command: 'exec bash "$FILES/node.sh" start "$CONFIG"',
    config: renderValues(values),
    modules: node.modules,
    programs: Object.entries(node.programs).map(([program, pack]) => ({ program, package: pack })),
    ready: node.probe === undefined ? "" : `bash ${machineFiles}/node.sh probe ${processDirectory(name)}/config`,
    files: { log: processLog(name), ...node.files },
  };
}

interface Cluster {
  readonly cluster: string;
  readonly active: NodeMachine;
  readonly standby: NodeMachine | undefined;
}

/** As many generators for each cluster as its greatest load needs, spread over the simulator machines in turn. */
function planGenerators(
  clusters: readonly Cluster[],
  { settings, simulators, greatestClusterReqPerSec }: WorkloadPlanArgs<CommandSettings>,
): GeneratorPlan[] {
  const { generator, node } = settings;
  const each = Math.max(1, Math.ceil(greatestClusterReqPerSec / (generator.reqPerSec ?? Infinity)));
  return clusters
    .flatMap((cluster) => Array.from({ length: each }, (_, number) => ({ ...cluster, number: number + 1 })))
    .map(({ cluster, active, standby, number }, index) => {
      const machine = simulators[index % simulators.length];
      if (machine === undefined) throw new RangeError("a testbed needs at least one simulator machine");
      const name = `sim-${cluster}-${String(number)}`;
      const config: CommandGeneratorConfig = {
        programs: Object.entries(generator.programs).map(([program, pack]) => `${program}:${pack}`),
        values: {
          ...generatorEnvironment(name, index, machine, { cluster, active, standby }, node.port),
          config: generator.config,
          run: generator.run,
        },
        output: generator.output,
      };
      return { name, cluster, machine: machine.name, config };
    });
}
