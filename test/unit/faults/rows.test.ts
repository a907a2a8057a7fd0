import { expect, it } from "vitest";
import { renderRows, type Row } from "../../faults/rows.ts";

const row: Row = {
  at: "2026-01-01T00:00:00.000Z",
  stack: "kvm-6core",
  fault: "both-cut",
  fenced: ["host2"],
  acknowledged: 100,
  lost: 0,
  leakedBlocks: 1,
  serviceSec: 31.4,
  repairSec: 120,
  problems: [],
};

it("tries of one fault are a line: sums, and the worst time", () => {
  const worse = { ...row, acknowledged: 50, lost: 2, serviceSec: 40, repairSec: 100, problems: ["2 records are lost"] };
  const lines = renderRows([row, { ...row, stack: "xen-6core", fenced: [] }, worse])
    .split("\n")
    .map((line) => line.trim().split(/ {2,}/u));
  expect(lines.slice(1)).toEqual([
    ["kvm-6core", "both-cut", "2", "1", "2", "150", "2", "2", "40", "120"],
    ["xen-6core", "both-cut", "1", "1", "0", "100", "0", "1", "31", "120"],
  ]);
});
