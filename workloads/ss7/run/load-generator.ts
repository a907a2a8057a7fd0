/** The load generators of a run: one process each on the simulator machines, kept for all cases. */
import { createInterface } from "node:readline";
import { CrossbedError } from "../../../base/errors.ts";
import { GrowingFile } from "../../../base/growing-file.ts";
import { isRecord, jsonOrNothing } from "../../../base/json.ts";
import type { RunWarning } from "../../../base/warnings.ts";
import type { GeneratorRecord, IntervalRecord, RunSpec } from "../../records.ts";
import { placeOf, type GeneratorPlan, type GeneratorReport, type RunningGenerator } from "../../workload.ts";
import { machineFiles } from "../../../rack/paths.ts";
import { lastWords, type Remote, type RemoteProcess } from "../../../rack/remote.ts";

const command = `exec node ${machineFiles}/generator.mjs`;

export class LoadGenerator implements RunningGenerator {
  readonly plan: GeneratorPlan;
  readonly #process: RemoteProcess;
  #onRecord: (record: GeneratorRecord) => void = () => undefined;
  #onEnd: (reason: Error) => void = () => undefined;
  #raw: GrowingFile | undefined;
  #isReady = false;
  /** Why it is of no more use: it ended, or printed what is no record. */
  #failure: Error | undefined;

  private constructor(plan: GeneratorPlan, process: RemoteProcess) {
    this.plan = plan;
    this.#process = process;
    const said = lastWords(process, "ended without a word");
    createInterface({ input: process.stdout }).on("line", (line) => {
      this.#take(line);
    });
    void process.then(() => {
      this.#fail(new CrossbedError("command_failed", said(), { where: placeOf(this.plan) }));
    });
  }

  /** Starts the process and waits until its signalling link carries traffic. */
  static async start(remote: Remote, plan: GeneratorPlan): Promise<LoadGenerator> {
    const generator = new LoadGenerator(plan, remote.start(plan.machine, command));
    const ready = generator.#until((record) => (record.kind === "ready" ? record : undefined));
    generator.#write(plan.config);
    await ready;
    return generator;
  }

  /**
   * Runs a load; every line that the process prints goes to `rawFile` as it is. Resolves when the last request is answered or
   * given up, or soon after `signal`, with what was measured until then, marked interrupted; rejects when the process ends or
   * prints what is no record, or when the file cannot be written.
   */
  async run(
    run: RunSpec,
    rawFile: string,
    signal: AbortSignal,
    onInterval: (interval: IntervalRecord) => void = () => undefined,
  ): Promise<GeneratorReport> {
    const raw = new GrowingFile(rawFile);
    this.#raw = raw;
    const intervals: IntervalRecord[] = [];
    const warnings: RunWarning[] = [];
    const { name, machine } = this.plan;
    const over = this.#until((record) => {
      if (record.kind === "interval") {
        intervals.push(record);
        onInterval(record);
      } else if (record.kind === "warning") {
        warnings.push({ about: "load", machine, text: `${name}: ${record.message}` });
      }
      return record.kind === "final" ? record : undefined;
    });
    const stop = (): void => {
      this.#write({ stop: true });
    };
    this.#write({ run });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    try {
      const final = await Promise.race([over, raw.failed]);
      await raw.close();
      return { generator: this.plan, intervals, final, hasSingleAnswers: true, warnings };
    } finally {
      signal.removeEventListener("abort", stop);
      this.#raw = undefined;
      await raw.close().catch(() => undefined); // told above
    }
  }

  /** Ends the case under way with its current interval, as meant. */
  end(): void {
    this.#write({ end: true });
  }

  /** Ends the process. */
  async close(): Promise<void> {
    this.#process.stdin.end();
    await this.#process;
  }

  #take(line: string): void {
    this.#raw?.write(`${line}\n`);
    const value = jsonOrNothing(line);
    if (isRecord(value) && typeof value["kind"] === "string") {
      const record = value as unknown as GeneratorRecord;
      this.#isReady ||= record.kind === "ready";
      this.#onRecord(record);
      return;
    }
    // What a login prints comes ahead of everything.
    if (!this.#isReady) return;
    const message = `it printed what is no record: ${JSON.stringify(line.slice(0, 100))}.`;
    const hint = "Was the connection lost in the middle of a line, or does something else print on that machine?";
    this.#fail(new CrossbedError("malformed", message, { where: placeOf(this.plan), hint }));
  }

  #fail(reason: Error): void {
    this.#failure ??= reason;
    this.#onEnd(this.#failure);
  }

  #write(message: unknown): void {
    if (this.#process.stdin.writable) this.#process.stdin.write(`${JSON.stringify(message)}\n`);
  }

  async #until<Found>(pick: (record: GeneratorRecord) => Found | undefined): Promise<Found> {
    if (this.#failure !== undefined) throw this.#failure;
    return await new Promise<Found>((resolve, reject) => {
      this.#onEnd = reject;
      this.#onRecord = (record) => {
        try {
          const found = pick(record);
          if (found !== undefined) resolve(found);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
    });
  }
}
