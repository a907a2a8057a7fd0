/** The hook: runs a stack's cases after an update, as a resource that depends on the whole testbed. */
import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { BenchmarkRequest } from "../../benchmarks/run/request.ts";

export interface BenchmarkArgs {
  /** What to run and where. It is complete: the runner asks nobody else. */
  readonly request: pulumi.Input<BenchmarkRequest>;
  /** `update` runs it in every update, `change` when the request changed: another plan, image, address or key. */
  readonly when: "update" | "change";
  /** The project's directory, from which the runner is started. */
  readonly project: string;
}

/** What a run leaves in the stack's outputs. */
export interface BenchmarkResult {
  readonly run: string;
  readonly report: string;
  /** The cases of `summary.json`. */
  readonly headline: unknown;
}

export class Benchmark extends pulumi.ComponentResource {
  readonly result: pulumi.Output<BenchmarkResult>;

  constructor(name: string, args: BenchmarkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Benchmark", name, {}, opts);
    const run = "node cli/crossbed.mjs bench - --json";
    const hook = new command.local.Command(
      `${name}-run`,
      {
        create: run,
        update: run,
        dir: args.project,
        stdin: pulumi.output(args.request).apply((request) => JSON.stringify(request)),
        // Progress goes to stderr, one line an event; stdout is the result.
        logging: command.local.Logging.Stderr,
        ...(args.when === "update" ? { environment: { CROSSBED_UPDATE: new Date().toISOString() } } : {}),
      },
      { parent: this },
    );
    this.result = hook.stdout.apply((text) => JSON.parse(text) as BenchmarkResult);
    this.registerOutputs({ result: this.result });
  }
}
