import { describe, expect, it } from "vitest";
import { CaseTally } from "../../../../benchmarks/analysis/case-tally.ts";
import { syntheticCase } from "../../../support/synthetic-run.ts";

const base = syntheticCase({ measuredIntervals: 12 });
const pcpus = 6;

/** Two active hosts, by the end of each sample after the start of the window. */
function busyOf(hosts: Record<string, readonly (readonly [endSec: number, busyPercent: number])[]>): number[] {
  const names = Object.keys(hosts);
  const tally = new CaseTally({
    ...base,
    hosts: names.map((name) => ({ name, role: "active", tool: "sar", pcpus })),
  });
  for (const [host, rows] of Object.entries(hosts)) {
    for (const [endSec, value] of rows) {
      const take = tally.takerOf({ metric: "host.cpu.busy", labels: { host, cpu: "all" } });
      take(base.measuredFromMs + endSec * 1000, value);
    }
  }
  return tally.activeCpu().map((each) => each.busyPercent);
}

describe("CPU of several active hosts", () => {
  const first = [
    [10, 10],
    [20, 20],
    [30, 30],
    [40, 40],
  ] as const;
  const second = [
    [10, 20],
    [20, 30],
    [30, 40],
    [40, 50],
  ] as const;

  it("is their mean, interval by interval", () => {
    expect(busyOf({ host1: first, host2: second })).toEqual([15, 25, 35, 45]);
  });

  it("lacks the interval that one host lacks, and no other interval shifts", () => {
    const lossy = second.filter(([endSec]) => endSec !== 20);
    expect(busyOf({ host1: first, host2: lossy })).toEqual([15, 35, 45]);
    expect(busyOf({ host1: lossy, host2: first })).toEqual([15, 35, 45]);
  });

  it("is joined although the hosts' clocks tick some seconds apart", () => {
    const later = second.map(([endSec, value]) => [endSec + 3, value] as const);
    expect(busyOf({ host1: first, host2: later })).toEqual([15, 25, 35, 45]);
  });

  it("is missing where one host has no sample at all", () => {
    expect(busyOf({ host1: first, host2: [] })).toEqual([]);
  });
});
