/** Requests under way while a testbed is harmed: one long case of its own benchmark, which is interrupted when the fault is over. */
import { openRun } from "../../benchmarks/results/reader.ts";
import type { CaseRecord } from "../../benchmarks/results/case-record.ts";
import type { BenchmarkRequest } from "../../benchmarks/run/request.ts";
import { crossbedLine, startCommand, type CommandRun } from "./command-run.ts";
import type { HarmedLab } from "./fault.ts";

/** Longer than any fault. */
const longestSec = 3600;

export interface Requests {
  readonly sent: number;
  readonly answered: number;
  /** Requests that are neither answered nor counted as failed, a sentence for each generator; a benchmark without an end. */
  readonly problems: readonly string[];
}

/** The request's first case, for so long, without a guest that moves in it. */
export function longRequest(
  request: BenchmarkRequest,
  { seconds = longestSec, resultsDirectory = request.resultsDirectory } = {},
): BenchmarkRequest {
  const [first] = request.cases;
  if (first === undefined) throw new Error(`the benchmark of ${request.stack} has no case`);
  const { migration: _, ...steady } = first;
  return {
    ...request,
    resultsDirectory,
    cases: [{ ...steady, warmUpSec: first.intervalSec, measuredSec: seconds }],
  };
}

/** Adds up what the generators counted. Every request that was sent was answered or is counted as failed. */
export function countRequests(cases: readonly Pick<CaseRecord, "case" | "generators">[]): Requests {
  const all = cases.flatMap(({ case: name, generators }) =>
    generators.map((generator) => ({ name, generator: generator.name, ...generator.totals })),
  );
  return {
    sent: all.reduce((sum, { sent = 0 }) => sum + sent, 0),
    answered: all.reduce((sum, { succeeded }) => sum + succeeded, 0),
    problems: [
      ...(all.length === 0 ? ["the benchmark kept no count of requests"] : []),
      ...all.flatMap(({ name, generator, sent, succeeded, failed }) =>
        sent === undefined || succeeded + failed === sent
          ? []
          : [
              `${generator} sent ${sent} requests in case ${name}, and tells of ${succeeded} answered and ${failed} failed`,
            ],
      ),
    ],
  };
}

export class Load {
  readonly run: CommandRun;
  readonly directory: string;

  private constructor(run: CommandRun, directory: string) {
    this.run = run;
    this.directory = directory;
  }

  /** Resolves once requests are answered. */
  static async start(lab: Pick<HarmedLab, "standing" | "project">, request: BenchmarkRequest): Promise<Load> {
    const run = await startCommand(lab, crossbedLine("bench", "-", "--json"), { input: JSON.stringify(request) });
    const directory = (await run.untilSays(/results: \S+/u)).slice("results: ".length);
    await run.untilSays(/answered/u);
    return new Load(run, directory);
  }

  /** Ends it in order, and reads what it kept. */
  async end(): Promise<Requests> {
    const { status } = await this.run.interrupt();
    const requests = countRequests((await openRun(this.directory)).cases);
    return status === undefined
      ? { ...requests, problems: [...requests.problems, "the benchmark did not end in order"] }
      : requests;
  }
}
