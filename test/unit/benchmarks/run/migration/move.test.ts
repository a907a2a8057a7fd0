import { expect, it } from "vitest";
import { shareLine } from "../../../../../benchmarks/run/migration/move.ts";

const shares = {
  host1: { pins: [10, 11], emulator: [0, 1] },
  host2: { pins: [9, 8], emulator: [] },
  host3: { pins: [10, 11], emulator: [0, 1] },
};

it.each([
  ["host1", "host2", "0=9 1=8"],
  ["host2", "host1", "0=10 1=11 emulator=0,1"],
  ["host1", "host3", ""],
  ["host1", "host4", ""],
])("shareLine · from %s to %s is %j", (from, to, line) => {
  expect(shareLine({ shares }, from, to)).toBe(line);
});

it("shareLine · says nothing of a guest that is not pinned", () => {
  expect(shareLine({}, "host1", "host2")).toBe("");
});
