import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandSettings, type OutputSettings } from "../../../../../workloads/command/spec.ts";
import { RowReader, type Row } from "../../../../../workloads/command/run/rows.ts";

const counts = { sent: "sent", succeeded: "ok", failed: "bad" };

function output(settings: Record<string, unknown>): OutputSettings {
  return commandSettings.shape.generator.shape.output.parse({ format: "table", counts, ...settings });
}

function rowsOf(settings: OutputSettings, text: string): Row[] {
  const reader = new RowReader(settings, "sim1, load generator sim-a-1", 5000);
  return text.split("\n").flatMap((line) => reader.read(line) ?? []);
}

describe("RowReader", () => {
  it("reads SIPp's own statistics", () => {
    const sipp = output({
      separator: ";",
      time: { column: "CurrentTime", unit: "epoch-seconds" },
      counts: {
        sent: "OutgoingCall(P)",
        succeeded: "SuccessfulCall(P)",
        failed: "FailedCall(P)",
        retransmissions: "Retransmissions(P)",
      },
      responseTime: { unit: "clock", mean: "ResponseTime1(P)" },
    });
    const rows = rowsOf(sipp, readFileSync("test/fixtures/sipp/sipp-3.6.1-options-20-per-second.csv", "utf8"));
    expect(rows).toHaveLength(10);
    expect(rows.map((row) => row.counts.succeeded)).toEqual([0, 19, 21, 20, 20, 20, 20, 20, 20, 0]);
    expect(rows[7]).toEqual({
      endEpochMs: 1_795_819_837_963,
      counts: { sent: 20, succeeded: 20, failed: 0, retransmissions: 0 },
      responseTimeMs: { mean: 1 },
    });
    expect(rows[9]?.responseTimeMs).toBeUndefined();
  });

  it("takes the rows before from cumulative counts", () => {
    const rows = rowsOf(output({ cumulative: true }), "sent,ok,bad\n10,9,1\n25,20,2\n");
    expect(rows.map((row) => row.counts)).toEqual([
      { sent: 10, succeeded: 9, failed: 1 },
      { sent: 15, succeeded: 11, failed: 1 },
    ]);
    expect(() => rowsOf(output({ cumulative: true }), "sent,ok,bad\n10,9,1\n9,9,0")).toThrow(
      "sim1, load generator sim-a-1: line 3 of its output: sent falls to 9; is it cumulative?.",
    );
  });

  it("reads JSON lines with keys inside keys, and times since the start", () => {
    const settings = output({
      format: "json-lines",
      time: { column: "at", unit: "seconds" },
      counts: { sent: "n.sent", succeeded: "n.ok", failed: "n.bad" },
      responseTime: { unit: "seconds", mean: "rt.avg", min: "rt.min", max: "rt.max" },
    });
    const line = JSON.stringify({ at: 1.5, n: { sent: 3, ok: 2, bad: 1 }, rt: { avg: 0.25, min: 0.125, max: 0.5 } });
    expect(rowsOf(settings, line)).toEqual([
      {
        endEpochMs: 6500,
        counts: { sent: 3, succeeded: 2, failed: 1 },
        responseTimeMs: { mean: 250, min: 125, max: 500 },
      },
    ]);
  });

  it.each([
    ["a,b\n1,2", "line 2 of its output: there is no column sent; there are a b."],
    ["sent,ok,bad\n1,2", "line 2 of its output: has 2 cells, and the header has 3."],
    ["sent,ok,bad\n1,x,0", 'line 2 of its output: ok is "x" and should be a count.'],
  ])("says what is wrong with %j", (text, message) => {
    expect(() => rowsOf(output({}), text)).toThrow(message);
  });
});
