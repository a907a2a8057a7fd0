import { describe, expect, it } from "vitest";
import { CaseTally } from "../../../../benchmarks/analysis/case-tally.ts";
import { hopFigures } from "../../../../benchmarks/analysis/hops.ts";
import { caseLines } from "../../../../benchmarks/results/case-lines.ts";
import type { HopRecord } from "../../../../benchmarks/results/case-record.ts";
import type { CaseResult } from "../../../../benchmarks/results/case-result.ts";
import { syntheticCase } from "../../../support/synthetic-run.ts";

const base = syntheticCase({ measuredIntervals: 12, gapAt: 6 });
const at = (sec: number): number => base.measuredFromMs + sec * 1000;

const hop: HopRecord = {
  guest: "a1",
  domain: "cb-a1",
  cluster: "a",
  from: "synthetic-host1",
  to: "synthetic-host2",
  startMs: at(55),
  endMs: at(75),
  sentBytes: 2_000_000,
  job: { downtimeMs: 684, memoryProcessedBytes: 1024 ** 2, iterations: 3 },
  networkGap: { startMs: at(60), endMs: at(60.75) },
};

function figuresOf(result: CaseResult, hops: readonly HopRecord[]): ReturnType<typeof hopFigures> {
  const tally = new CaseTally(result);
  for (const { kind, isMeasured, record } of caseLines("run", result))
    if (kind === "sample" && isMeasured) tally.takerOf(record)(record.timeMs, record.value);
  return hopFigures(tally, hops);
}

describe("hopFigures", () => {
  const generators = base.generators.map((generator) =>
    generator.cluster === "a" ? { ...generator, gaps: [{ startMs: at(60), endMs: at(70) }] } : generator,
  );

  it("gives three downtimes, each from its own source", () => {
    const [figures] = figuresOf({ ...base, generators }, [hop]);
    expect(figures).toMatchObject({
      totalMs: 20_000,
      hypervisorDowntimeMs: 684,
      networkDowntimeMs: 750,
      serviceDowntimeMs: 10_000,
      iterations: 3,
      sentBytes: 2_000_000,
    });
  });

  it("says of which downtime the end was not seen, and takes the longest whether it is open or not", () => {
    const gaps = [
      { startMs: at(56), endMs: at(58) },
      { startMs: at(60), endMs: at(70), isOpen: true },
    ] as const;
    const open = base.generators.map((generator) => ({ ...generator, gaps: [...gaps] }));
    const networkGap = { startMs: at(60), endMs: at(75), isOpen: true } as const;
    const of = (generator: (typeof open)[number]): unknown =>
      figuresOf({ ...base, generators: [generator] }, [{ ...hop, networkGap }])[0];
    const [generator] = open;
    if (generator === undefined) throw new Error("no generator");
    expect(of(generator)).toMatchObject({
      networkDowntimeMs: 15_000,
      serviceDowntimeMs: 10_000,
      openDowntimes: ["network", "service"],
    });
    expect(of({ ...generator, gaps: [gaps[0], { ...gaps[1], endMs: at(61) }] })).toMatchObject({
      serviceDowntimeMs: 2000,
      openDowntimes: ["network"],
    });
    expect(figuresOf({ ...base, generators }, [hop])[0]).not.toHaveProperty("openDowntimes");
  });

  it("counts the requests of the intervals that the hop touches, of the moved cluster and of the others apart", () => {
    const [figures] = figuresOf(base, [hop]);
    // Interval 6, from 60 to 70 s, is the one without an answer: 45 / 2 req/s for 10 s.
    expect(figures?.failed).toBe(225);
    expect(figures?.othersFailed).toBe(225);
    expect(figuresOf(base, [{ ...hop, startMs: at(81), endMs: at(89) }])[0]?.failed).toBe(0);
  });

  it("compares CPU with the time before the first hop, without a margin for so few intervals", () => {
    const [figures] = figuresOf(base, [hop]);
    // Only the synthetic gap changes the CPU, and it lowers it.
    expect(figures?.cpuOverheadPoints["synthetic-host1"]?.mean).toBeLessThan(0);
    expect(figures?.cpuOverheadPoints["synthetic-host1"]?.margin).toBeNull();
  });

  it("says that nothing was told or seen where that is so", () => {
    const { job: _, networkGap: __, ...bare } = hop;
    const [figures] = figuresOf({ ...base, generators: [] }, [{ ...bare, cluster: "z" }]);
    expect(figures).toMatchObject({
      hypervisorDowntimeMs: null,
      networkDowntimeMs: null,
      serviceDowntimeMs: null,
      maxResponseTimeMs: null,
      recoverySec: null,
    });
  });

  it("knows no downtime of the service where no load was there to see it", () => {
    const [figures] = figuresOf(base, [{ ...hop, startMs: at(200), endMs: at(220) }]);
    expect(figures?.serviceDowntimeMs).toBeNull();
    expect(figuresOf(base, [{ ...hop, startMs: at(1), endMs: at(9) }])[0]?.serviceDowntimeMs).toBe(0);
  });

  it("is back to normal with the first interval that is no slower than the slowest before", () => {
    const slow = {
      ...base,
      generators: base.generators.map((generator) => ({
        ...generator,
        intervals: generator.intervals.map((interval) =>
          interval.startMs >= at(70) && interval.endMs <= at(100) && interval.responseTimeMs !== undefined
            ? { ...interval, responseTimeMs: { ...interval.responseTimeMs, mean: 10_000 } }
            : interval,
        ),
      })),
    };
    const recovery = figuresOf(slow, [hop])[0]?.recoverySec ?? 0;
    // Slow until 100 s; the hop ended at 75 s; the next interval that may be usual ends at 110 s or later.
    expect(recovery).toBeGreaterThanOrEqual(35);
    expect(recovery % 10).toBe(5);
  });
});
