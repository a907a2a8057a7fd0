import { describe, expect, it } from "vitest";
import { awaitAnswers } from "../../../../benchmarks/run/probe-requests.ts";
import type { CaseContext } from "../../../../benchmarks/run/context.ts";

/** A run with one generator whose rounds end as told: the slowest answer in milliseconds, or null where one was not answered. */
function context(slowestMs: readonly (number | null)[], signal = new AbortController().signal) {
  const said: string[] = [];
  let rounds = 0;
  const generator = {
    plan: { name: "sim-a-1" },
    run: () => {
      const max = slowestMs[rounds++];
      const answered = max !== null && max !== undefined;
      return Promise.resolve({
        generator: { name: "sim-a-1" },
        final: { totals: { sent: 5, succeeded: answered ? 5 : 4 } },
        intervals: [{ responseTimeMs: { max: max ?? 20 } }],
      });
    },
  };
  return {
    of: {
      request: { cases: [{ timeoutMs: 2000 }] },
      generators: [generator],
      writer: { rawFile: () => Promise.resolve("/dev/null") },
      progress: { say: (line: string) => said.push(line) },
      signal,
    } as unknown as CaseContext,
    said,
    rounds: () => rounds,
  };
}

const purpose = { folder: "first-requests", title: "first requests" };

describe("awaitAnswers", () => {
  it("is content with a round that is answered before a case's requests would be sent again", async () => {
    const run = context([4100.4, null, 1999]);
    expect(await awaitAnswers(run.of, purpose)).toBeUndefined();
    expect(run.said).toEqual([
      "first requests: the slowest took 4100 ms",
      "first requests: sim-a-1 lost 1 of 5",
      "first requests: the slowest took 1999 ms",
    ]);
  });

  it("leaves a service that is never in time to the cases", async () => {
    const run = context([]);
    expect(await awaitAnswers(run.of, purpose)).toBe("sim-a-1 lost 1 of 5");
    expect(run.rounds()).toBe(6);
  });

  it("ends with the round that is interrupted, and says nothing of it", async () => {
    const run = context([null], AbortSignal.abort());
    expect(await awaitAnswers(run.of, purpose)).toBeUndefined();
    expect(run.rounds()).toBe(1);
    expect(run.said).toEqual([]);
  });
});
