import { expect, test } from "vitest";
import { caseLines } from "../../../../benchmarks/results/case-lines.ts";
import type { CaseResult, HostCpu } from "../../../../benchmarks/results/case-result.ts";
import { runId } from "../../../../benchmarks/results/writer.ts";
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
      cpu: [
        {
          tool: "sar",
          timeMs: startMs + 20_400,
          cpu: "all",
          user: 10,
          nice: 1,
          system: 5,
          iowait: 3,
          steal: 2,
          idle: 79,
        },
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
    ["host.cpu.user", 10, "percent"],
    ["host.cpu.nice", 1, "percent"],
    ["host.cpu.system", 5, "percent"],
    ["host.cpu.iowait", 3, "percent"],
    ["host.cpu.steal", 2, "percent"],
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

test("caseLines · xentop's host share is the busy share too, so that platforms join", () => {
  const host = { name: "h", role: "active", tool: "xentop", pcpus: 2 } as const;
  const cpu: HostCpu[] = [
    { tool: "xentop", timeMs: startMs + 20_000, hostPercent: 12.5, domains: [{ name: "d", cpuPercent: 25 }] },
  ];
  const lines = [...caseLines("run", { ...result, generators: [], hosts: [{ ...host, cpu }] })];
  expect(lines.map(({ record }) => ("metric" in record ? [record.metric, record.value, record.labels] : []))).toEqual([
    ["xen.domain.cpu", 25, { host: "h", domain: "d" }],
    ["xen.host.cpu", 12.5, { host: "h" }],
    ["host.cpu.busy", 12.5, { host: "h", cpu: "all" }],
  ]);
});

test("runId · sorts by time", () => {
  expect(runId(Date.UTC(2026, 10, 23, 3, 5, 12, 345), "ab12")).toBe("20261123T030512Z-ab12");
});
