import { expect, test } from "vitest";
import { caseLines } from "../../../../benchmarks/results/case-lines.ts";
import type { CaseResult } from "../../../../benchmarks/results/case-result.ts";
import { syntheticCase } from "../../../support/synthetic-run.ts";

const startMs = 1_000_000;
const counts = { sent: 10, succeeded: 9, failed: 1, retransmissions: 2, duplicates: 3, late: 4 };
const result: CaseResult = {
  ...syntheticCase({ startMs }),
  measuredFromMs: startMs + 10_000,
  measuredToMs: startMs + 20_000,
  generators: [
    {
      name: "g",
      cluster: "a",
      totals: counts,
      intervals: [
        { ...counts, startMs, endMs: startMs + 10_000 },
        {
          ...counts,
          startMs: startMs + 10_000,
          endMs: startMs + 20_000,
          responseTimeMs: { mean: 2, min: 1, max: 3 },
          histogram: "HISTF",
        },
      ],
    },
  ],
  hosts: [
    {
      name: "h",
      role: "active",
      tool: "sar",
      pcpus: 2,
      samples: [
        { timeMs: startMs + 20_400, metric: "host.cpu.idle", value: 79, labels: { cpu: "all" } },
        { timeMs: startMs + 20_400, metric: "host.cpu.busy", value: 16, labels: { cpu: "all" } },
      ],
    },
  ],
};

test("caseLines · every number with its unit and labels, the warm-up told apart", () => {
  const lines = [...caseLines("run", result)];
  const measured = lines.filter((line) => line.isMeasured);
  expect(lines.filter((line) => !line.isMeasured).map((line) => line.record.timeMs)).toEqual(Array(7).fill(1_010_000));
  expect(
    measured.map(({ record }) =>
      "metric" in record ? [record.metric, record.value, record.unit] : record.responseTimeUs,
    ),
  ).toEqual([
    ["load.sent", 10, "count"],
    ["load.succeeded", 9, "count"],
    ["load.failed", 1, "count"],
    ["load.retransmissions", 2, "count"],
    ["load.duplicates", 3, "count"],
    ["load.late", 4, "count"],
    ["load.throughput", 0.9, "req/s"],
    ["load.responseTime.mean", 2, "ms"],
    ["load.responseTime.min", 1, "ms"],
    ["load.responseTime.max", 3, "ms"],
    "HISTF",
    ["host.cpu.idle", 79, "percent"],
    ["host.cpu.busy", 16, "percent"],
  ]);
  expect(measured.at(-1)?.record).toMatchObject({
    run: "run",
    case: "2.3.2",
    repetition: 1,
    labels: { host: "h", cpu: "all" },
  });
});
