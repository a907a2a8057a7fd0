/** `crossbed study`: measures several stacks, each built anew, in one command that can be interrupted anywhere. */
import { randomBytes } from "node:crypto";
import { mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { endSignals } from "../base/end-signals.ts";
import { CrossbedError } from "../base/errors.ts";
import { greatestPort, leastOrdinaryPort } from "../base/ports.ts";
import { runsOfStudy } from "../benchmarks/results/study-runs.ts";
import { aaStudy, refuseOtherBuilds, usualBuilds } from "../studies/aa.ts";
import { beginStudy, begunStudy, folderOf, isFinished, toGoOnWith, type BegunStudy } from "../studies/begin.ts";
import { commandOf } from "../studies/commands.ts";
import { refuseLittleDisk } from "../studies/disk.ts";
import { isBeingRun, lockStudy } from "../studies/lock.ts";
import { renderStudyPlan } from "../studies/render-plan.ts";
import { renderStudyStatus, studyStatus } from "../studies/render-status.ts";
import { runStudy } from "../studies/run.ts";
import { figuresOfStudy } from "../studies/metrics/read.ts";
import { serveMetrics } from "../studies/metrics/server.ts";
import { readStudy, type StudySpec } from "../studies/spec.ts";
import { planStudy } from "../studies/testbeds.ts";
import { stackOutput } from "../toolchain/pulumi-command.ts";
import { shippedStacks } from "../toolchain/stacks.ts";
import { askConsent } from "./consent.ts";
import { project, resultsDirectory } from "../base/project.ts";

const results = resultsDirectory(project);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const newSuffix = (): string => randomBytes(6).toString("hex");

interface Options {
  readonly plan?: true;
  readonly status?: true;
  readonly json?: true;
  readonly yes?: true;
  readonly new?: true;
  readonly stopOnFailure?: true;
  readonly metrics?: number;
  readonly aa?: string;
  readonly times: number;
}

/** The `study` command. */
export function studyCommand(): Command {
  return new Command("study")
    .description("measure several stacks, each built anew; interrupted anywhere, the same command goes on")
    .argument("[file]", "the study's file", join(project, "studies/lab.yaml"))
    .option("--aa <stack>", "no file: build this stack anew several times and compare it with itself")
    .option("--times <builds>", "with --aa: how often it is built, from 2", builds, usualBuilds)
    .option("--plan", "show blocks, order, hours and disk space; change nothing")
    .option("--status", "show what is done, under way, failed and left; change nothing")
    .option("--json", "print the plan or the status as JSON")
    .option("--yes", "do not ask before beginning")
    .option("--new", "begin anew, also where the last study of that name is not finished")
    .option("--stop-on-failure", "stop at the first stack that cannot be built or measured")
    .option(
      "--metrics <port>",
      "while it runs, serve its figures as OpenMetrics on this port of 127.0.0.1",
      metricsPort,
    )
    .action(async (file: string, options: Options) => {
      const spec = options.aa === undefined ? readStudy(file) : aaStudy(options.aa, options.times);
      if (options.status === true) {
        await printStatus(spec, options);
        return;
      }
      const begun = options.new === true ? undefined : await begunStudy(results, spec, false);
      if (options.aa !== undefined) refuseOtherBuilds(spec, begun);
      const where = options.aa === undefined ? file : `--aa ${options.aa}`;
      const study = toGoOnWith(where, spec, begun);
      if (study === undefined || options.plan === true) await begin(where, spec, options);
      else await goOn(spec, study, options);
    });
}

async function begin(file: string, spec: StudySpec, options: Options): Promise<void> {
  const blocks = await planStudy(file, spec, {
    project,
    stacks: await shippedStacks(project),
    labOutput: () => stackOutput("lab", "inventory", project),
  });
  const free = await freeBytes();
  if (options.json === true) print({ study: spec, blocks });
  else process.stdout.write(`${renderStudyPlan(spec, blocks, free)}\n`);
  if (options.plan === true) return;
  refuseLittleDisk(results, blocks, free);
  await askConsent(options, "Begin this study?");
  await locked(spec, async () => run(await beginStudy(results, spec, blocks, newSuffix()), options));
}

async function goOn(spec: StudySpec, study: BegunStudy, options: Options): Promise<void> {
  process.stdout.write(`${renderStudyStatus(study)}\n`);
  if (isFinished(study)) {
    say("nothing is left to do; to measure again: --new");
    if (options.aa !== undefined) await printNoise(options.aa);
    return;
  }
  await askConsent(options, "Go on with what is left?");
  await locked(spec, () => run(study.directory, options));
}

/** Runs what is left, and says how the study stands afterwards. @throws CrossbedError `interrupted`, or `command_failed` when cases lack. */
async function run(directory: string, options: Options): Promise<void> {
  const interrupt = new AbortController();
  const stop = (): void => {
    if (!interrupt.signal.aborted) say("stopping: the step that runs is asked to end, and waited for");
    interrupt.abort();
  };
  for (const signal of endSignals) process.on(signal, stop);
  const metrics =
    options.metrics === undefined
      ? undefined
      : await serveMetrics(options.metrics, () => figuresOfStudy(directory, results));
  if (metrics !== undefined) say(`figures: ${metrics.url}`);
  const progress = await runStudy({
    ...{ directory, results, project, commandOf, newSuffix, say },
    signal: interrupt.signal,
    stopsOnFailure: options.stopOnFailure === true,
  }).finally(() => metrics?.close());
  const lacking = progress.reduce((sum, one) => sum + one.lacking.length, 0);
  const where = { where: directory };
  const goesOn = "The same command goes on with what is left.";
  if (interrupt.signal.aborted) {
    throw new CrossbedError("interrupted", "the study was interrupted.", { ...where, hint: goesOn });
  }
  if (lacking > 0) {
    const failed = progress.filter(({ state }) => state === "failed");
    const reasons = failed.map(({ block, stack, reason = "" }) => `block ${String(block + 1)}, ${stack}: ${reason}`);
    const text = [`${String(lacking)} cases are not measured.`, ...reasons].join("\n");
    throw new CrossbedError("command_failed", text, { ...where, hint: `\n${goesOn}` });
  }
  const runs = await runsOfStudy(directory);
  process.stdout.write(`${runs.map((one) => one.directory).join("\n")}\nstudy: ${directory}\n`);
  if (options.aa !== undefined) await printNoise(options.aa);
}

/** What differed between the builds of a stack. */
async function printNoise(stack: string): Promise<void> {
  const { noiseOfStack } = await import("./noise.ts");
  const { noiseTexts, noiseTitle } = await import("../benchmarks/report/comparison/noise.ts");
  const noise = await noiseOfStack(stack);
  process.stdout.write(noise === undefined ? "" : `${[`${noiseTitle}:`, ...noiseTexts(noise)].join("\n")}\n`);
}

/** @throws InvalidArgumentError for what is no number of builds. */
function builds(text: string): number {
  if (/^\d{1,2}$/.test(text) && Number(text) >= 2) return Number(text);
  throw new InvalidArgumentError("Give a number from 2 to 99.");
}

/** @throws InvalidArgumentError for what is no port of an ordinary process. */
function metricsPort(text: string): number {
  const port = Number(text);
  if (/^\d{4,5}$/.test(text) && port >= leastOrdinaryPort && port <= greatestPort) return port;
  throw new InvalidArgumentError(`Give a port from ${String(leastOrdinaryPort)} to ${String(greatestPort)}.`);
}

async function locked(spec: StudySpec, work: () => Promise<void>): Promise<void> {
  const folder = folderOf(results, spec);
  await mkdir(folder, { recursive: true });
  const lock = await lockStudy(folder);
  try {
    await work();
  } finally {
    await lock.release();
  }
}

async function printStatus(spec: StudySpec, options: Options): Promise<void> {
  const isRunning = await isBeingRun(folderOf(results, spec));
  const study = await begunStudy(results, spec, isRunning);
  if (study === undefined) {
    throw new CrossbedError("invalid_input", `the study ${spec.name} was never begun.`, {
      where: folderOf(results, spec),
      hint: "Begin it by the same command without --status.",
    });
  }
  if (options.json === true) print(studyStatus(study, isRunning, await runsOfStudy(study.directory)));
  else process.stdout.write(`${renderStudyStatus(study)}\n`);
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

async function freeBytes(): Promise<number> {
  await mkdir(results, { recursive: true });
  const { bavail, bsize } = await statfs(results);
  return bavail * bsize;
}
