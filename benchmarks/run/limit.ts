/** Looks for the highest load that a testbed carries: case by case, each a run of its own that is kept as any other. */
import { judgeObjective, type Objective } from "../analysis/objective.ts";
import { caseAtLoad } from "../cases/case-at-load.ts";
import { nextStep, type Probe, type SearchOptions, type SearchStep } from "../cases/load-search.ts";
import type { SummaryCase } from "../results/summary.ts";
import { CrossbedError } from "../../base/errors.ts";
import type { BenchmarkRequest } from "./request.ts";

export interface LimitCase {
  readonly reqPerSec: number;
  /** Directory of its run. */
  readonly run: string;
  readonly isCarried: boolean | undefined;
  readonly reasons: readonly string[];
}

export interface LimitOutcome {
  readonly end: Exclude<SearchStep, { readonly kind: "try" }>;
  readonly cases: readonly LimitCase[];
}

/** A run of one case. */
export interface ProbeRun {
  readonly directory: string;
  readonly summary: { readonly cases: readonly SummaryCase[] };
}

/** Runs one request. */
export type RunCases = (request: BenchmarkRequest) => Promise<ProbeRun>;

/**
 * Goes on from the runs of an earlier search, if there are any.
 * @throws CrossbedError `invalid_input` when the testbed has no case whose length and shares a probe could take, or moves guests;
 * whatever `run` throws, with the cases before it kept as runs.
 */
export async function searchLimit(
  request: BenchmarkRequest,
  options: SearchOptions,
  objective: Objective,
  run: RunCases,
  say: (line: string) => void,
  earlier: readonly ProbeRun[] = [],
): Promise<LimitOutcome> {
  const template = request.cases.find(({ migration }) => migration === undefined);
  if (template === undefined) {
    throw new CrossbedError("invalid_input", "this stack has no case without live migration.", {
      where: `stack ${request.stack}`,
      hint: "Look for the limit of a layout whose guests stay, such as 6core.",
    });
  }
  const cases: LimitCase[] = [];
  const probes: Probe[] = [];
  const judge = (reqPerSec: number, { directory, summary }: ProbeRun): void => {
    const [only] = summary.cases;
    const { isCarried, reasons } =
      only === undefined
        ? { isCarried: undefined, reasons: ["nothing was measured"] }
        : judgeObjective(only, objective);
    probes.push({ reqPerSec, isCarried });
    cases.push({ reqPerSec, run: directory, isCarried, reasons });
    const verdict = isCarried === undefined ? "unknown" : isCarried ? "carried" : "not carried";
    say(`${String(reqPerSec)} req/s: ${verdict}${reasons.length === 0 ? "" : ` (${reasons.join("; ")})`}`);
  };
  for (const one of earlier) {
    const [only] = one.summary.cases;
    if (only !== undefined) judge(only.nominalReqPerSec, one);
  }
  for (let step = nextStep(probes, options); ; step = nextStep(probes, options)) {
    if (step.kind !== "try") return { end: step, cases };
    const { reqPerSec } = step;
    const repetition = probes.filter((each) => each.reqPerSec === reqPerSec).length + 1;
    const { platform, layout, scale } = request;
    const planned = caseAtLoad(template, {
      platform,
      layout,
      loadScale: scale.load,
      nominalReqPerSec: reqPerSec,
      repetition,
    });
    judge(reqPerSec, await run({ ...request, cases: [planned] }));
  }
}
