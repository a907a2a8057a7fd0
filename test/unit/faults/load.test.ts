import { describe, expect, it } from "vitest";
import type { BenchmarkRequest } from "../../../benchmarks/run/request.ts";
import { countRequests, longRequest } from "../../faults/load.ts";

const generator = (name: string, totals: { sent?: number; succeeded: number; failed: number }) =>
  ({ name, cluster: "a", totals }) as unknown as Parameters<typeof countRequests>[0][number]["generators"][number];

describe("requests while a testbed is harmed", () => {
  it("are added up over generators and cases, those that nobody saw being sent among the answered", () => {
    const cases = [
      { case: "1", generators: [generator("gen-1", { sent: 10, succeeded: 8, failed: 2 })] },
      { case: "2", generators: [generator("gen-1", { sent: 5, succeeded: 5, failed: 0 })] },
      { case: "3", generators: [generator("gen-2", { succeeded: 3, failed: 1 })] },
    ];
    expect(countRequests(cases)).toEqual({ sent: 15, answered: 16, problems: [] });
  });

  it("are lost where one was sent and is neither answered nor counted as failed", () => {
    const cases = [{ case: "1", generators: [generator("gen-1", { sent: 10, succeeded: 8, failed: 1 })] }];
    expect(countRequests(cases).problems).toEqual([
      "gen-1 sent 10 requests in case 1, and tells of 8 answered and 1 failed",
    ]);
  });

  it("are unknown where no case was kept", () => {
    expect(countRequests([])).toEqual({
      sent: 0,
      answered: 0,
      problems: ["the benchmark kept no count of requests"],
    });
  });

  it("come from the first case alone, which lasts until it is interrupted and moves no guest", () => {
    const [short, other] = [
      { case: "1", measuredSec: 40, warmUpSec: 20, intervalSec: 2, migration: { hops: 4 } },
      { case: "2", measuredSec: 40, warmUpSec: 4, intervalSec: 2 },
    ];
    const request = { resultsDirectory: "/results", cases: [short, other] } as unknown as BenchmarkRequest;
    expect(longRequest(request).cases).toEqual([{ case: "1", measuredSec: 3600, warmUpSec: 2, intervalSec: 2 }]);
    const elsewhere = longRequest(request, { seconds: 60, resultsDirectory: "/small" });
    expect([elsewhere.resultsDirectory, elsewhere.cases[0]?.measuredSec]).toEqual(["/small", 60]);
  });
});
