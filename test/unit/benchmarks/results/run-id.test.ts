import { expect, test } from "vitest";
import { runId, runIdPattern } from "../../../../benchmarks/results/run-id.ts";

test("runId · sorts by time", () => {
  const id = runId(Date.UTC(2026, 10, 23, 3, 5, 12, 345), "ab12");
  expect(id).toBe("20261123T030512Z-ab12");
  expect(id).toMatch(runIdPattern);
});
