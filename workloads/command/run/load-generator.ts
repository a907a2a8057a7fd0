/** Runs a user's load generator: starts its text anew for each load, and reads its statistics as they grow. */
import { createInterface } from "node:readline";
import { CrossbedError } from "../../../base/errors.ts";
import { GrowingFile } from "../../../base/growing-file.ts";
import { secToMs } from "../../../base/units.ts";
import type { RunWarning } from "../../../base/warnings.ts";
import { machineFiles } from "../../../rack/paths.ts";
import { lastWords, type Remote, type RemoteProcess } from "../../../rack/remote.ts";
import type { IntervalRecord, RunSpec } from "../../records.ts";
import { placeOf, type GeneratorPlan, type GeneratorReport, type RunningGenerator } from "../../workload.ts";
import { loadEnvironment } from "../environment.ts";
import type { CommandGeneratorConfig } from "../plan.ts";
import { renderValues } from "../render-values.ts";
import { LoadOutput } from "./load-output.ts";

const script = `exec bash ${machineFiles}/generator.sh`;

/** The runner ends a load that still runs so long after its last request could have ended. */
const patienceMs = secToMs(30);

export class CommandGenerator implements RunningGenerator {
  readonly plan: GeneratorPlan;
  readonly #remote: Remote;
  #process: RemoteProcess | undefined;
  #isEnded = false;

  private constructor(remote: Remote, plan: GeneratorPlan) {
    this.#remote = remote;
    this.plan = plan;
  }

  /** Throws `missing_prerequisite` with the packages that the machine lacks. */
  static async start(remote: Remote, plan: GeneratorPlan): Promise<CommandGenerator> {
    const { programs } = plan.config as CommandGeneratorConfig;
    const lacks = (await remote.run(plan.machine, `${script} lacks`, programs.map((one) => `${one}\n`).join("")))
      .split("\n")
      .filter((one) => one !== "");
    if (lacks.length > 0) {
      const [missing, packages] = [0, 1].map((part) => lacks.map((one) => one.split(":")[part] ?? "").join(" "));
      throw new CrossbedError("missing_prerequisite", `lacks ${missing ?? ""}, which ${plan.name} needs.`, {
        where: plan.machine,
        hint: `Install there: ${packages ?? ""}.`,
      });
    }
    return new CommandGenerator(remote, plan);
  }

  async run(
    run: RunSpec,
    rawFile: string,
    signal: AbortSignal,
    onInterval: (interval: IntervalRecord) => void = () => undefined,
  ): Promise<GeneratorReport> {
    const { plan } = this;
    const { output, values } = plan.config as CommandGeneratorConfig;
    const where = placeOf(plan);
    const warnings: RunWarning[] = [];
    const { name, machine } = plan;
    this.#isEnded = false;
    const process = this.#remote.start(plan.machine, script);
    this.#process = process;
    process.stdin.write(`${renderValues({ ...values, ...loadEnvironment(run) })}\n`);
    const end = (): void => {
      this.end();
    };
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    const timer = setTimeout(() => {
      warnings.push({ about: "load", machine, text: `${name}: the load did not end by itself and was ended` });
      end();
    }, longestMs(run));
    const told = new LoadOutput({ generator: plan.name, where, run, output, onInterval });
    try {
      await this.#read(process, told, rawFile, where);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      this.#process = undefined;
    }
    const sums = told.finish();
    if (sums.intervals.length === 0 && !this.#wasEnded()) {
      throw new CrossbedError("malformed", "its output has no rows.", {
        where,
        hint: "workload.generator.run has to write its statistics to $OUTPUT.",
      });
    }
    if (sums.sentAfterwards > 0) {
      const left = `${String(sums.sentAfterwards)} requests were sent when the load should have been over, and left out`;
      warnings.push({ about: "load", machine, text: `${plan.name}: ${left}` });
    }
    const step = output.responseTime?.resolutionMs;
    if (step !== undefined) {
      const text = `${name}: response times have steps of ${String(step)} ms`;
      warnings.push({ about: "response time", machine, text });
    }
    return {
      generator: plan,
      intervals: sums.intervals,
      final: sums.final(signal.aborted, this.#wasEnded()),
      hasSingleAnswers: false,
      warnings,
    };
  }

  /** Reads the output to its end, and keeps it as it is. Throws what is wrong with it, or why the process failed. */
  async #read(process: RemoteProcess, told: LoadOutput, rawFile: string, where: string): Promise<void> {
    const said = lastWords(process, "failed without a word");
    const raw = new GrowingFile(rawFile);
    // Nothing of it can be kept: it need not go on.
    raw.failed.catch(() => {
      this.end();
    });
    let failure: Error | undefined;
    for await (const line of createInterface({ input: process.stdout })) {
      if (told.hasBegun) raw.write(`${line}\n`);
      // A load that is ended may be cut in the middle of a line.
      const isCut = this.#wasEnded();
      try {
        if (failure === undefined) told.add(line);
      } catch (error) {
        if (!isCut) failure = error as Error;
        this.end();
      }
    }
    const { exitCode } = await process;
    await raw.close();
    if (failure !== undefined) throw failure;
    if (exitCode === 0 || this.#wasEnded()) return;
    throw new CrossbedError("command_failed", said(), { where });
  }

  /** Whether the runner ended the load before it ended by itself. */
  #wasEnded(): boolean {
    return this.#isEnded;
  }

  end(): void {
    this.#isEnded = true;
    this.#process?.stdin.end();
  }

  async close(): Promise<void> {
    const process = this.#process;
    this.end();
    await process;
  }
}

/** After so long a load should be over. */
function longestMs(run: RunSpec): number {
  const untilStartMs = Math.max(0, (run.startAtEpochMs ?? 0) - Date.now());
  const answersMs = run.timeoutMs * (1 + run.maxRetransmissions);
  return untilStartMs + run.warmUpMs + run.durationMs + answersMs + patienceMs;
}
