/**
 * What a workload is to the rest of the code: a pair of application nodes a cluster, what loads them, and how to start, ask and read
 * both. `index.ts` lists the workloads; components and stacks know this file and no other of a workload's.
 */
import type { Problem } from "../base/errors.ts";
import type { RunWarning } from "../base/warnings.ts";
import type { Remote } from "../rack/remote.ts";
import type { FinalRecord, IntervalRecord, RunSpec } from "./records.ts";

/** A machine that carries application nodes: a guest or a container, or on bare metal a host. Addresses are its own. */
export interface NodeMachine {
  readonly name: string;
  /** `a`, `b`: the cluster whose node it carries. The first machine of a cluster carries its active node. */
  readonly cluster: string;
  readonly trafficAddresses: readonly string[];
  readonly interconnectAddress: string;
  /** Processors that it may use: a guest's vCPUs; on a host as many pCPUs as a guest of the layout would have. */
  readonly cpus: number;
  readonly memoryMiB: number;
}

/** A machine that makes load. */
export interface SimulatorMachine {
  readonly name: string;
  readonly trafficAddresses: readonly string[];
}

export interface WorkloadPlanArgs<Settings> {
  readonly settings: Settings;
  readonly machines: readonly NodeMachine[];
  /** At least one. */
  readonly simulators: readonly SimulatorMachine[];
  /** The greatest load of one cluster among the cases, before scaling. */
  readonly greatestClusterReqPerSec: number;
  /** Emulated machines stop for whole seconds: what waits for them needs more patience. */
  readonly isEmulated: boolean;
  /** Length of an interval of the statistics. */
  readonly intervalSec: number;
}

/** A supervised process on a machine: started again when it dies. */
export interface ProcessPlan {
  /** Unique on its machine; names its log (`processLog`). */
  readonly name: string;
  readonly machine: string;
  /** Text for bash. It finds the workload's files in `$FILES` and its configuration, a file, at `$CONFIG`. */
  readonly command: string;
  readonly config: string;
  /** Kernel modules that it needs. */
  readonly modules: readonly string[];
  /** Programs that must be there, with the package that brings them. */
  readonly programs: readonly { readonly program: string; readonly package: string }[];
  /** Text for bash that succeeds once the process serves; empty where nobody waits for that. */
  readonly ready: string;
}

/** An application node. */
export interface NodePlan extends ProcessPlan {
  readonly cluster: string;
  readonly preferred: "active" | "standby";
  /** Its files that a run keeps, by the name under which it keeps them. */
  readonly files: Readonly<Record<string, string>>;
}

/** A node as a run sees it. */
export type RunNode = Pick<NodePlan, "name" | "machine" | "cluster" | "preferred" | "files">;

/** A load generator; `config` is what the workload's own runtime needs to start it. */
export interface GeneratorPlan {
  readonly name: string;
  readonly cluster: string;
  readonly machine: string;
  readonly config: unknown;
}

/** Names a generator in errors. */
export function placeOf({ machine, name }: GeneratorPlan): string {
  return `${machine}, load generator ${name}`;
}

export interface WorkloadPlan {
  /** Processes on simulator machines that nodes and generators need; they start first. */
  readonly services: readonly ProcessPlan[];
  readonly nodes: readonly NodePlan[];
  readonly generators: readonly GeneratorPlan[];
  /** What a reader of the results must know of it, by name, as people write it. */
  readonly conditions: Readonly<Record<string, string>>;
}

/** Something that happened to a node, by its machine's clock. */
export interface NodeEvent {
  readonly timeEpochMs: number;
  /** `took-over`: it serves from now on. */
  readonly kind: "took-over" | "note";
  readonly text: string;
}

/** What a generator reported of one case. */
export interface GeneratorReport {
  readonly generator: GeneratorPlan;
  readonly intervals: readonly IntervalRecord[];
  readonly final: FinalRecord;
  /** Whether single answers are told, as histograms and gaps, or sums over answers only. */
  readonly hasSingleAnswers: boolean;
  readonly warnings: readonly RunWarning[];
}

/** A load generator that is ready to load. */
export interface RunningGenerator {
  readonly plan: GeneratorPlan;
  /**
   * Runs a load; what the generator prints goes to `rawFile` as it is. Resolves when the last request is answered or given up, or
   * soon after `signal`, with what was measured until then, marked interrupted; rejects when the process ends.
   */
  run(
    run: RunSpec,
    rawFile: string,
    signal: AbortSignal,
    onInterval?: (interval: IntervalRecord) => void,
  ): Promise<GeneratorReport>;
  /** Ends the case under way with its current interval, as meant. */
  end(): void;
  /** Ends the process. */
  close(): Promise<void>;
}

/** What a run does with a workload. */
export interface WorkloadRuntime {
  /** Whether few requests may go ahead of a case: programs then have compiled what they need, and queues are empty. */
  readonly hasProbeRequests: boolean;
  /**
   * Waits until each cluster's preferred node is active and its peer stands by.
   * @throws CrossbedError `unreachable` with the node that does not settle; `interrupted` on `signal`.
   */
  awaitNodes(remote: Remote, nodes: readonly RunNode[], signal: AbortSignal): Promise<void>;
  /** Everything that happened to a node so far, in order. */
  eventsOf(remote: Remote, node: RunNode): Promise<readonly NodeEvent[]>;
  startGenerator(remote: Remote, generator: GeneratorPlan): Promise<RunningGenerator>;
}

export interface Workload<Settings> {
  /** As people write it, for titles: `signalling`. */
  readonly title: string;
  /** Pure. The settings and the machines are validated. */
  plan(args: WorkloadPlanArgs<Settings>): WorkloadPlan;
  /** What speaks against the settings on these machines. */
  validate?(args: WorkloadPlanArgs<Settings>): Problem[];
  /**
   * Writes the files that its processes need into a directory, which is made; the same bytes for the same sources. Returns the paths of
   * all files that decide them beside the settings.
   */
  writeFiles(settings: Settings, directory: string): Promise<readonly string[]>;
  /** Loaded only where a benchmark runs. */
  runtime(): Promise<WorkloadRuntime>;
}
