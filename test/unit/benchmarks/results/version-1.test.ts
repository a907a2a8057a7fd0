import { expect, test } from "vitest";
import { version1 } from "../../../../benchmarks/results/version-1.ts";

test("version1 · late answers, which its samples lack, leave the totals, so that sums stay equal", () => {
  const generator = { name: "g", maxLagMs: 12.5, totals: { sent: 3, succeeded: 2, failed: 1, late: 1 } };
  const record = { case: "2.3.1", nominalRate: 750, offeredRate: 7.5, generators: [generator], warnings: ["slow"] };
  expect(version1.caseRecord(record)).toEqual({
    case: "2.3.1",
    nominalReqPerSec: 750,
    offeredReqPerSec: 7.5,
    generators: [{ name: "g", sendLag: { maxMs: 12.5 }, totals: { sent: 3, succeeded: 2, failed: 1 } }],
    warnings: ["slow"],
  });
});

test("version1 · what is no document stays as it is, for the schema to refuse", () => {
  expect([null, 7, "x", []].map(version1.manifest)).toEqual([null, 7, "x", []]);
});
