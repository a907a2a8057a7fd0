/** `crossbed bench`: runs the cases of a request. The `Benchmark` resource starts it; a person names the stack instead. */
import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { endSignals } from "../base/end-signals.ts";
import { renderHeadline } from "../benchmarks/report/headline.ts";
import { runBenchmark } from "../benchmarks/run/benchmark.ts";
import { progressTo } from "../benchmarks/run/progress.ts";
import { parseRequest, type BenchmarkRequest } from "../benchmarks/run/request.ts";
import { withCasesLeft } from "../benchmarks/run/resume.ts";
import { requestOf } from "./stack-request.ts";

interface Options {
  readonly json?: true;
  readonly resume?: string;
  readonly suffix?: string;
}

/** The `bench` command; a stack's own update runs it with a request on stdin. */
export function benchCommand(): Command {
  return new Command("bench")
    .description("run a stack's cases on the testbed that is up, without an update")
    .argument("<stack>", "testbed stack, or - to read a request from stdin")
    .option("--resume <run>", "measure only the cases that this run's directory lacks, as a further run")
    .option("--suffix <text>", "how the run's name ends: 1 to 16 small letters and digits", suffixOf)
    .option("--json", "print the run's directory, report and headline figures as JSON")
    .action(async (stack: string, options: Options) => {
      const whole = stack === "-" ? readRequest() : await requestOf(stack);
      const request = options.resume === undefined ? whole : await withCasesLeft(whole, options.resume);
      const interrupt = new AbortController();
      const stop = (): void => {
        interrupt.abort();
      };
      // Every way in which a controller can end us, its own sudden end included (then nobody reads stderr).
      for (const signal of endSignals) process.on(signal, stop);
      const progress = progressTo(process.stderr, stop);
      const { directory, report, summary } = await runBenchmark(request, progress, interrupt.signal, options.suffix);
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ run: directory, report, headline: summary.cases })}\n`
          : `${renderHeadline(summary)}\nreport: ${report}\n`,
      );
    });
}

function readRequest(): BenchmarkRequest {
  return parseRequest("stdin", JSON.parse(readFileSync(0, "utf8")));
}

function suffixOf(text: string): string {
  if (!/^[a-z0-9]{1,16}$/.test(text)) throw new InvalidArgumentError("It must be 1 to 16 small letters and digits.");
  return text;
}
