import { expect, test } from "vitest";
import type { PlannedCase } from "../../../../benchmarks/cases/planned-case.ts";
import { renderLimit } from "../../../../benchmarks/report/limit.ts";
import { searchLimit, type ProbeRun, type RunCases } from "../../../../benchmarks/run/limit.ts";
import type { BenchmarkRequest } from "../../../../benchmarks/run/request.ts";
import type { SummaryCase } from "../../../../benchmarks/results/summary.ts";

const template: PlannedCase = {
  case: "2.1.1",
  repetition: 1,
  nominalReqPerSec: 750,
  offeredReqPerSec: 7.5,
  clusterReqPerSec: { a: 5, b: 2.5 },
  arrival: "constant",
  seed: 1,
  warmUpSec: 4,
  measuredSec: 40,
  intervalSec: 2,
  timeoutMs: 2000,
  maxRetransmissions: 2,
};
const request = {
  stack: "kvm-16core",
  platform: "kvm",
  layout: "16core",
  scale: { cores: 1, memory: 1, load: 0.01, time: 1 },
  cases: [template],
} as unknown as BenchmarkRequest;
const options = { from: 750, most: 20_000, resolution: 0.05, repeats: 2 };

/** A service that carries loads up to its knee, and answers slower the nearer it comes. */
function service(knee: number): { readonly run: RunCases; readonly asked: PlannedCase[] } {
  const asked: PlannedCase[] = [];
  const run: RunCases = async (one) => {
    const planned = one.cases[0];
    if (planned === undefined) throw new Error("a case is asked for");
    asked.push(planned);
    const feasible = planned.nominalReqPerSec <= knee;
    const p99 = (1000 * planned.nominalReqPerSec) / knee;
    const summary = {
      nominalReqPerSec: planned.nominalReqPerSec,
      feasible,
      reasons: feasible ? [] : ["7 of 100 requests failed"],
      responseTimeMs: { p99 },
      cpuPercent: null,
    } as unknown as SummaryCase;
    return Promise.resolve({ directory: `run-${String(asked.length)}`, summary: { cases: [summary] } });
  };
  return { run, asked };
}

test("searchLimit · finds the knee by whole cases with the template's shares and length, each a run", async () => {
  const { run, asked } = service(5000);
  const said: string[] = [];
  const { end, cases } = await searchLimit(request, options, {}, run, (line) => said.push(line));
  expect(end.kind).toBe("found");
  expect(end.limit.carried?.reqPerSec).toBeLessThanOrEqual(5000);
  expect(end.limit.failed?.reqPerSec).toBeGreaterThan(5000);
  expect(asked[1]).toEqual({
    ...template,
    case: "kvm-16core-1130",
    nominalReqPerSec: 1130,
    offeredReqPerSec: 11.3,
    clusterReqPerSec: {
      a: Number(((11.3 * 5) / 7.5).toPrecision(12)),
      b: Number(((11.3 * 2.5) / 7.5).toPrecision(12)),
    },
    seed: 2,
  });
  expect(cases.map(({ run: directory }) => directory)).toEqual(asked.map((_, index) => `run-${String(index + 1)}`));
  expect(said.some((line) => line.endsWith("req/s: not carried (7 of 100 requests failed)"))).toBe(true);
});

test("searchLimit · a stated objective moves the limit", async () => {
  const { end } = await searchLimit(request, options, { p99Ms: 500 }, service(5000).run, () => undefined);
  expect(end.limit.carried?.reqPerSec).toBeLessThanOrEqual(2500);
  expect(end.limit.failed?.reqPerSec).toBeGreaterThan(2500);
});

test("searchLimit · an objective without its figure says nothing of the platform", async () => {
  const { end } = await searchLimit(request, options, { cpuPercent: 50 }, service(5000).run, () => undefined);
  expect(end).toMatchObject({ kind: "open", reason: "the case at 750 req/s says nothing of the platform" });
});

test("searchLimit · refuses a stack all of whose cases move guests", async () => {
  const moving = { ...request, cases: [{ ...template, migration: {} }] } as unknown as BenchmarkRequest;
  await expect(searchLimit(moving, options, {}, service(1).run, () => undefined)).rejects.toThrow(
    "this stack has no case without live migration.",
  );
});

test("renderLimit · the interval, its evidence, the study's limit", async () => {
  const { end } = await searchLimit(request, options, {}, service(8000).run, () => undefined);
  const text = renderLimit({ ...request, emulated: true, limit: end.limit });
  expect(text.split("\n")).toEqual([
    expect.stringMatching(/^kvm-16core: the limit is from \d+ to below \d+ req\/s, on emulated hardware: /u),
    expect.stringMatching(
      /^\d+ req\/s: 2 of 2 cases carried; with 95 % confidence at most 78 % of such cases would fail$/u,
    ),
    expect.stringMatching(
      /^\d+ req\/s: 0 of \d cases carried; with 95 % confidence at most 100 % of such cases would fail$/u,
    ),
    "The study carried 7950 req/s and not 9450, on its own hardware.",
  ]);
});

test("searchLimit · goes on from the runs of a search that was cut anywhere, to the same end without a case more", async () => {
  const whole = service(5000);
  const { end, cases } = await searchLimit(request, options, {}, whole.run, () => undefined);
  for (let cut = 1; cut < cases.length; cut += 1) {
    const { run, asked } = service(5000);
    const earlier: ProbeRun[] = [];
    const untilCut: RunCases = async (one) => {
      if (earlier.length === cut) throw new Error("cut");
      const probe = await run(one);
      earlier.push(probe);
      return probe;
    };
    await expect(searchLimit(request, options, {}, untilCut, () => undefined)).rejects.toThrow("cut");
    const again = await searchLimit(request, options, {}, run, () => undefined, earlier);
    expect(again.end).toEqual(end);
    expect(asked).toEqual(whole.asked);
  }
});
