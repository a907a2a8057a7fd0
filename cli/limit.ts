/** `crossbed limit`: looks for the highest load that a testbed carries. */
import { basename } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { endSignals } from "../base/end-signals.ts";
import { loadsBelow } from "../benchmarks/cases/study-proportions.ts";
import { renderLimit } from "../benchmarks/report/limit.ts";
import { runBenchmark } from "../benchmarks/run/benchmark.ts";
import { searchLimit, type LimitOutcome } from "../benchmarks/run/limit.ts";
import { progressTo } from "../benchmarks/run/progress.ts";
import { invalidInput } from "../base/errors.ts";
import { limitRunsSince } from "./limit-runs.ts";
import { project, resultsDirectory } from "../base/project.ts";
import { requestOf } from "./stack-request.ts";
import { writeLoads } from "./write-loads.ts";

const results = resultsDirectory(project);

interface Options {
  readonly json?: true;
  readonly write?: true;
  readonly from: number;
  readonly most: number;
  readonly resolution: number;
  readonly repeats: number;
  readonly p99?: number;
  readonly cpu?: number;
  readonly since?: string;
}

/** The `limit` command. */
export function limitCommand(): Command {
  return new Command("limit")
    .description("look for the highest load that the testbed carries: a ramp, bisection, repeats")
    .argument("<stack>", "testbed stack that is up")
    .option("--from <rate>", "first load, requests per second as the study counts them", above(0), 750)
    .option("--most <rate>", "most that may be tried", above(0), 100_000)
    .option("--resolution <percent>", "how far apart the ends of the answer may be", above(0), 5)
    .option("--repeats <count>", "cases that must all be carried at the limit", wholeAbove(0), 3)
    .option("--p99 <ms>", "a load is carried only while the 99th percentile is at most this", above(0))
    .option("--cpu <percent>", "and the active host's CPU at most this", above(0))
    .option("--since <run>", "go on from this run of an earlier search, and those after it")
    .option("--write", "put loads in the study's proportions below the limit into the stack's data for this clone")
    .option("--json", "print the limit and its cases as JSON")
    .action(async (stack: string, options: Options) => {
      if (options.from > options.most) {
        const message = `is ${String(options.from)}, more than --most, ${String(options.most)}. Lower it, or raise --most.`;
        throw invalidInput("command line", [{ path: "--from", message }]);
      }
      const request = await requestOf(stack);
      const earlier = options.since === undefined ? [] : await limitRunsSince(options.since, request, results);
      let [first] = earlier.map(({ directory }) => directory);
      const interrupt = new AbortController();
      const stop = (): void => {
        interrupt.abort();
      };
      for (const signal of endSignals) process.on(signal, stop);
      const progress = progressTo(process.stderr, stop);
      const { end, cases } = await searchLimit(
        request,
        { ...options, resolution: options.resolution / 100 },
        {
          ...(options.p99 === undefined ? {} : { p99Ms: options.p99 }),
          ...(options.cpu === undefined ? {} : { cpuPercent: options.cpu }),
        },
        async (one) => {
          const run = await runBenchmark(one, progress, interrupt.signal);
          first ??= run.directory;
          return run;
        },
        (line) => {
          progress.say(line);
        },
        earlier,
      ).catch((error: unknown) => {
        if (first !== undefined)
          progress.say(`what was measured is kept; to go on: crossbed limit ${stack} --since ${basename(first)}`);
        throw error;
      });
      if (options.write === true) await writeLoadsBelow(stack, end);
      const { platform, layout, emulated } = request;
      const reason = end.kind === "open" ? { reason: end.reason } : {};
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ stack, platform, layout, emulated, limit: end.limit, ...reason, cases }, null, 2)}\n`
          : `${renderLimit({ stack, platform, layout, emulated, limit: end.limit, ...reason })}\n`,
      );
    });
}

/** Nothing is written from half an answer. */
async function writeLoadsBelow(stack: string, { kind, limit }: LimitOutcome["end"]): Promise<void> {
  if (kind === "found" && limit.carried !== undefined) {
    await writeLoads(stack, loadsBelow(limit.carried.reqPerSec));
  } else {
    process.stderr.write(
      `--write: the loads of ${stack} stay as they are, because both ends of the limit were not found.\n`,
    );
  }
}

function above(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isFinite(value) || value <= least)
      throw new InvalidArgumentError(`It must be a number above ${String(least)}.`);
    return value;
  };
}

function wholeAbove(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value <= least || value > 100)
      throw new InvalidArgumentError(`It must be a whole number from ${String(least + 1)} to 100.`);
    return value;
  };
}
