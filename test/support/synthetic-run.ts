/**
 * A run that never happened, for tests and for work on the report: every number comes from a seed. Its stack and host names
 * say `synthetic`, so that none of it can be taken for a measurement.
 */
import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import { addedCounts, type LoadCounts } from "../../base/metrics.ts";
import { randomSource } from "../../base/random.ts";
import type { RunEvent } from "../../benchmarks/results/case-record.ts";
import { sarSamples } from "../../benchmarks/collect/sar/collector.ts";
import { xentopSamples } from "../../benchmarks/collect/xentop/collector.ts";
import type { CaseResult, LoadInterval } from "../../benchmarks/results/case-result.ts";
import { RunWriter, type RunConditions, type RunEnd } from "../../benchmarks/results/writer.ts";

export const syntheticStartMs = Date.UTC(2026, 10, 23, 3, 5, 12);

export const syntheticConditions: RunConditions = {
  stack: "synthetic-6core",
  platform: "kvm",
  layout: "6core",
  inventory: "synthetic",
  emulated: true,
  scale: { cores: 0.125, memory: 0.03125, load: 0.02, time: 0.05 },
  seed: 42,
  planDigest: "sha256:5d41402abc4b2a76b9719d911017c592",
  imageDigest: "sha256:7d793037a0760186574b0282f2f435e7",
  spec: { platform: "kvm", layout: "6core", benchmarks: { when: "update", loadsReqPerSec: [750, 2250, 4500] } },
  versions: { crossbed: "0.1.0", "node.js": "20.19.0", pulumi: "3.259.0", libvirt: "11.3.0", qemu: "10.0.3" },
  hosts: ["host1", "host2"].map((name) => ({
    name: `synthetic-${name}`,
    pcpus: 2,
    memoryMiB: 3072,
    facts: { kernel: "6.12.0-synthetic", cpu: "none: synthetic", hypervisor: "kvm" },
    clockOffsetMs: name === "host1" ? 0.4 : -1.1,
  })),
  simulators: [{ name: "synthetic-sim", facts: { kernel: "6.12.0-synthetic" }, clockOffsetMs: 0.2 }],
  guests: [
    { name: "a1", host: "synthetic-host1", vcpus: 1, memoryMiB: 448 },
    { name: "a2", host: "synthetic-host2", vcpus: 1, memoryMiB: 448 },
    { name: "b1", host: "synthetic-host1", vcpus: 1, memoryMiB: 448 },
    { name: "b2", host: "synthetic-host2", vcpus: 1, memoryMiB: 448 },
  ],
  plannedCases: [],
  startedAtMs: syntheticStartMs,
  warnings: [],
};

export interface SyntheticCaseOptions {
  readonly case?: string;
  readonly repetition?: number;
  readonly nominalReqPerSec?: number;
  readonly offeredReqPerSec?: number;
  /** Load at which the synthetic service is busy all the time. */
  readonly capacity?: number;
  readonly seed?: number;
  readonly startMs?: number;
  readonly warmUpIntervals?: number;
  readonly measuredIntervals?: number;
  readonly intervalSec?: number;
  /** Number of a measured interval in which nothing is answered, as when the active process is killed. */
  readonly gapAt?: number;
  readonly outcome?: CaseResult["outcome"];
  readonly tool?: "sar" | "xentop";
}

/** One repetition with two generators and two hosts. */
export function syntheticCase(options: SyntheticCaseOptions = {}): CaseResult {
  const {
    repetition = 1,
    nominalReqPerSec = 2250,
    offeredReqPerSec = 45,
    capacity = 120,
    seed = 7,
    intervalSec = 10,
  } = options;
  const { startMs = syntheticStartMs, warmUpIntervals = 2, measuredIntervals = 12, gapAt, tool = "sar" } = options;
  const random = randomSource(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const stepMs = intervalSec * 1000;
  const numbers = Array.from({ length: warmUpIntervals + measuredIntervals }, (_, index) => index);
  const measuredFromMs = startMs + warmUpIntervals * stepMs;
  const carried = Math.min(offeredReqPerSec, capacity);
  const load = carried / capacity;

  const generators = ["a", "b"].map((cluster) => {
    const intervals = numbers.map((number): LoadInterval & LoadCounts => {
      const isGap = gapAt !== undefined && number === gapAt + warmUpIntervals;
      const sent = Math.round((offeredReqPerSec / 2) * intervalSec);
      const succeeded = isGap ? 0 : Math.round((carried / 2) * intervalSec);
      const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000 });
      const timesMs = Array.from({ length: succeeded }, () => (4 + 6 / (1.05 - load)) * Math.exp(0.35 * normal()));
      for (const time of timesMs) histogram.recordValue(Math.round(time * 1000));
      const bounds = { startMs: startMs + number * stepMs, endMs: startMs + (number + 1) * stepMs };
      const lost = sent - succeeded;
      const retransmissions = lost * 2;
      const duplicates = isGap ? 0 : number % 2;
      const counts = { sent, succeeded, failed: lost, retransmissions, duplicates, late: isGap ? 1 : 0 };
      if (timesMs.length === 0) return { ...bounds, ...counts };
      const mean = timesMs.reduce((sum, time) => sum + time, 0) / timesMs.length;
      const responseTimeMs = { mean, min: Math.min(...timesMs), max: Math.max(...timesMs) };
      return { ...bounds, ...counts, responseTimeMs, histogram: encodeIntoCompressedBase64(histogram) };
    });
    const totals = addedCounts(intervals.slice(warmUpIntervals));
    return {
      name: `gen-${cluster}`,
      cluster,
      totals,
      sendLag: syntheticSendLag(totals.sent, randomSource(seed + 1)),
      intervals,
    };
  });

  const hosts = (["active", "passive"] as const).map((role, index) => {
    const samples = numbers.flatMap((number) => {
      const isGap = gapAt !== undefined && number === gapAt + warmUpIntervals;
      const busy = Math.max(1, (role === "active" ? 9 + 70 * load : 5 + 6 * load) * (isGap ? 0.4 : 1) + normal());
      const timeMs = startMs + (number + 1) * stepMs;
      const two = (value: number): number => Math.round(value * 100) / 100;
      if (tool === "xentop") {
        const domains = [
          { name: "Domain-0", cpuPercent: two(busy / 2) },
          { name: `cb-a${String(index + 1)}`, cpuPercent: two(busy * 1.5) },
        ];
        return xentopSamples(timeMs, { hostPercent: two(busy), domains });
      }
      const [user, system, iowait] = [two(busy * 0.6), two(busy * 0.4), two(1 + random())];
      const idle = two(100 - user - system - iowait);
      return sarSamples(timeMs, { cpu: "all", user, nice: 0, system, iowait, steal: 0, idle });
    });
    return { name: `synthetic-host${String(index + 1)}`, role, tool, pcpus: 2, samples };
  });

  const measuredToMs = measuredFromMs + measuredIntervals * stepMs;
  const events: RunEvent[] =
    gapAt === undefined
      ? []
      : [{ timeMs: measuredFromMs + gapAt * stepMs, kind: "fail-over", text: "a1's process killed, a2 takes over" }];
  return {
    case: options.case ?? "2.3.2",
    repetition,
    nominalReqPerSec,
    offeredReqPerSec,
    arrival: "constant",
    seed,
    intervalSec,
    startedAtMs: startMs,
    measuredFromMs,
    measuredToMs,
    endedAtMs: measuredToMs,
    outcome: options.outcome ?? "completed",
    generators,
    hosts,
    events,
    warnings: [],
  };
}

/** First transmissions that left up to half a millisecond after their times. */
function syntheticSendLag(sent: number, random: () => number): CaseResult["generators"][number]["sendLag"] {
  const histogram = build({ lowestDiscernibleValue: 1, highestTrackableValue: 60_000_000 });
  const lagsMs = Array.from({ length: sent }, () => 0.5 * random());
  for (const lag of lagsMs) histogram.recordValue(Math.max(1, Math.round(lag * 1000)));
  const at = (percent: number): number => histogram.getValueAtPercentile(percent) / 1000;
  const encoded = encodeIntoCompressedBase64(histogram);
  return {
    p50Ms: at(50),
    p99Ms: at(99),
    maxMs: lagsMs.reduce((most, ms) => Math.max(most, ms), 0),
    histogram: encoded,
  };
}

/** The cases of a whole run: four loads, three times each, the last beyond what is carried, one with a fail-over. */
function syntheticCases(): CaseResult[] {
  const loads = [
    ["2.3.1", 750],
    ["2.3.2", 2250],
    ["2.3.3", 4500],
    ["kvm-6core-9450", 9450],
  ] as const;
  return loads.flatMap(([name, nominalReqPerSec], row) =>
    [1, 2, 3].map((repetition) =>
      syntheticCase({
        case: name,
        repetition,
        nominalReqPerSec,
        offeredReqPerSec: nominalReqPerSec * 0.02,
        seed: 100 * row + repetition,
        startMs: syntheticStartMs + ((repetition - 1) * loads.length + row) * 150_000,
        ...(name === "2.3.2" && repetition === 2 ? { gapAt: 6 } : {}),
      }),
    ),
  );
}

/** Writes a synthetic run below `root` and gives its directory. */
export async function writeSyntheticRun(
  root: string,
  cases: readonly CaseResult[] = syntheticCases(),
  changes: {
    readonly conditions?: Partial<RunConditions>;
    readonly end?: RunEnd | "killed";
    readonly suffix?: string;
  } = {},
): Promise<string> {
  const plannedCases = cases.map(({ case: name, repetition, nominalReqPerSec, offeredReqPerSec }) => {
    return { case: name, repetition, nominalReqPerSec, offeredReqPerSec };
  });
  const writer = await RunWriter.create(
    root,
    { ...syntheticConditions, plannedCases, ...changes.conditions },
    changes.suffix ?? "synthetic",
  );
  for (const result of cases) await writer.appendCase(result);
  const endedAtMs = Math.max(syntheticStartMs, ...cases.map((result) => result.endedAtMs));
  const end = changes.end ?? { status: "complete", endedAtMs, warnings: [] };
  if (end !== "killed") await writer.finish(end);
  return writer.directory;
}
