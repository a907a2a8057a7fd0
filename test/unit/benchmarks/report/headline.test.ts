import { expect, test } from "vitest";
import { renderHeadline } from "../../../../benchmarks/report/headline.ts";
import { resultVersion } from "../../../../benchmarks/results/version.ts";
import type { Estimate, Summary, SummaryCase } from "../../../../benchmarks/results/summary.ts";

const estimate: Estimate = {
  mean: 61.71,
  variance: 1,
  varianceN: 1,
  stddev: 1,
  margin: 0.21,
  n: 60,
  seriesMargin: 0.57,
};
const carried: SummaryCase = {
  case: "2.3.3",
  repetition: 1,
  nominalReqPerSec: 4500,
  offeredReqPerSec: 90,
  sentReqPerSec: 90,
  achievedReqPerSec: 90,
  sent: 10800,
  succeeded: 10800,
  failed: 0,
  retransmissions: 0,
  duplicates: 0,
  late: 0,
  feasible: true,
  reasons: [],
  outcome: "completed",
  measuredSec: 120,
  cpuPercent: estimate,
  cpuPercentStudy: estimate,
  cpuPercentByHost: { host1: estimate },
  responseTimeMs: {
    ...estimate,
    mean: 25.561,
    seriesMargin: 0.14,
    min: 7.22,
    p50: 24,
    p90: 37.5,
    p99: 53.5,
    max: 99.2,
    meanOfAnswers: 25.5,
  },
  sendLagMs: null,
  unsettledSec: null,
  warnings: [],
};
const summary: Summary = {
  version: resultVersion,
  run: "20261123T030512Z-a",
  stack: "kvm-6core",
  platform: "kvm",
  layout: "6core",
  emulated: true,
  scale: { cores: 1, memory: 1, load: 0.02, time: 1 },
  status: "complete",
  interrupted: false,
  cases: [carried],
  warnings: [],
};

test("renderHeadline · loads ascending, whatever the order of execution, missing values as dashes", () => {
  const nothing = { ...carried, case: "2.3.1", nominalReqPerSec: 750, offeredReqPerSec: 15, feasible: null };
  const empty = { ...nothing, achievedReqPerSec: null, cpuPercent: null, responseTimeMs: null };
  expect(renderHeadline({ ...summary, cases: [carried, empty], warnings: [{ about: "run", text: "w" }] })).toBe(
    [
      "kvm-6core: KVM, 6core, on emulated hardware: compare nothing with real servers",
      " case  rep  study req/s  offered  achieved  failed  feasible       CPU %       mean ms   p50   p90   p99   max",
      "2.3.1    1          750     15.0         –       0   unknown           –             –     –     –     –     –",
      "2.3.3    1         4500     90.0      90.0       0       yes  61.7 ± 0.6  25.56 ± 0.14  24.0  37.5  53.5  99.2",
      "1 warning, in the report",
    ].join("\n"),
  );
});

test("renderHeadline · says what an interrupted run without cases is", () => {
  expect(renderHeadline({ ...summary, emulated: false, status: "interrupted", cases: [] })).toBe(
    [
      "kvm-6core: KVM, 6core, on real hardware",
      "This run is interrupted: what follows is what was measured.",
      "No case was measured.",
    ].join("\n"),
  );
});

test("renderHeadline · a line for each hop, a dash for a downtime that nobody told, at least so long for one without an end", () => {
  const hop = {
    guest: "a1",
    from: "host1",
    to: "host2",
    totalMs: 36_392.6,
    hypervisorDowntimeMs: null,
    networkDowntimeMs: 2367.8,
    serviceDowntimeMs: 3315.9,
    sentBytes: null,
    memoryProcessedBytes: null,
    iterations: null,
    failed: 0,
    retransmissions: 2,
    maxResponseTimeMs: 3315.9,
    othersFailed: 0,
    othersMaxResponseTimeMs: null,
    recoverySec: 8,
    cpuOverheadPoints: {},
  };
  const hops = [hop, { ...hop, openDowntimes: ["service" as const] }, { ...hop, failure: "no" }];
  const lines = renderHeadline({ ...summary, cases: [{ ...carried, hops }] }).split("\n");
  expect(lines.slice(-3)).toEqual([
    "a1 host1 → host2: 36.4 s, downtime – (hypervisor), 2368 (network), 3316 ms (service)",
    "a1 host1 → host2: 36.4 s, downtime – (hypervisor), 2368 (network), at least 3316 ms (service)",
    "a1 host1 → host2: failed after 36.4 s",
  ]);
});
