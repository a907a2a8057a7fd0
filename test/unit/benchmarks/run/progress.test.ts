import { describe, expect, it } from "vitest";
import { renderDuration } from "../../../../benchmarks/run/progress.ts";

describe("renderDuration", () => {
  it("speaks of minutes only where there are some", () => {
    expect([0, 59.4, 60, 185, -3].map(renderDuration)).toEqual(["0 s", "59 s", "1 min 00 s", "3 min 05 s", "0 s"]);
  });
});
