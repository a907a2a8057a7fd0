/** The load generators of a run: one process each on the simulator machines, kept for all cases. */
import { createWriteStream, type WriteStream } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import { CrossbedError } from "../../../base/errors.ts";
import type { GeneratorRecord, IntervalRecord, RunSpec } from "../../records.ts";
import type { GeneratorPlan, GeneratorReport, RunningGenerator } from "../../workload.ts";
import { machineFiles } from "../../../rack/paths.ts";
import type { Remote, RemoteProcess } from "../../../rack/remote.ts";

const command = `exec node ${machineFiles}/generator.mjs`;

export class LoadGenerator implements RunningGenerator {
  readonly plan: GeneratorPlan;
  readonly #process: RemoteProcess;
  readonly #lines: Interface;
  #onRecord: (record: GeneratorRecord) => void = () => undefined;
  #onEnd: (reason: Error) => void = () => undefined;
  #raw: WriteStream | undefined;
  #ended: Error | undefined;

  private constructor(plan: GeneratorPlan, process: RemoteProcess) {
    this.plan = plan;
    this.#process = process;
    this.#lines = createInterface({ input: process.stdout });
    let said = "";
    process.stderr.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)));
    process.stdin.on("error", () => undefined); // told by the end of the process
    this.#lines.on("line", (line) => {
      this.#raw?.write(`${line}\n`);
      this.#onRecord(JSON.parse(line) as GeneratorRecord);
    });
    void process.then(() => {
      const why = said.trim() === "" ? "ended without a word" : said.trim();
      this.#ended = new CrossbedError("command_failed", why, {
        where: `${plan.machine}, load generator ${plan.name}`,
      });
      this.#onEnd(this.#ended);
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
   * given up, or soon after `signal`, with what was measured until then, marked interrupted; rejects when the process ends.
   */
  async run(
    run: RunSpec,
    rawFile: string,
    signal: AbortSignal,
    onInterval: (interval: IntervalRecord) => void = () => undefined,
  ): Promise<GeneratorReport> {
    this.#raw = createWriteStream(rawFile);
    const intervals: IntervalRecord[] = [];
    const warnings: string[] = [];
    const over = this.#until((record) => {
      if (record.kind === "interval") {
        intervals.push(record);
        onInterval(record);
      } else if (record.kind === "warning") warnings.push(`${this.plan.name}: ${record.message}`);
      return record.kind === "final" ? record : undefined;
    });
    const stop = (): void => {
      this.#write({ stop: true });
    };
    this.#write({ run });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    try {
      return { generator: this.plan, intervals, final: await over, hasSingleAnswers: true, warnings };
    } finally {
      signal.removeEventListener("abort", stop);
      const raw = this.#raw;
      this.#raw = undefined;
      await new Promise<void>((resolve) => raw.end(resolve));
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

  #write(message: unknown): void {
    if (this.#process.stdin.writable) this.#process.stdin.write(`${JSON.stringify(message)}\n`);
  }

  async #until<Found>(pick: (record: GeneratorRecord) => Found | undefined): Promise<Found> {
    if (this.#ended !== undefined) throw this.#ended;
    return await new Promise<Found>((resolve, reject) => {
      this.#onEnd = reject;
      this.#onRecord = (record) => {
        const found = pick(record);
        if (found !== undefined) resolve(found);
      };
    });
  }
}
