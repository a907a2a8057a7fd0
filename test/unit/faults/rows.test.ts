import { describe, expect, it } from "vitest";
import type { Fault } from "../../faults/fault.ts";
import { missingTimes, renderJournal, type Row } from "../../faults/rows.ts";

const row: Row = {
  at: "2026-01-01T00:00:00.000Z",
  stack: "kvm-6core",
  fault: "both-cut",
  fenced: ["host2"],
  acknowledged: 100,
  lost: 0,
  requests: { sent: 10, answered: 8 },
  serviceSec: 31.4,
  repairSec: 120,
  tookSec: 300,
  problems: [],
};
const fault = (name: string, times: number): Fault => ({ name, text: name, times, harm: () => Promise.resolve([]) });

describe("the journal of faults", () => {
  it("has a line for each fault: sums, and the worst time", () => {
    const worse = {
      ...row,
      acknowledged: 50,
      lost: 2,
      serviceSec: 40,
      repairSec: 100,
      problems: ["2 records are lost"],
    };
    const rows = [row, { ...row, stack: "xen-6core", fenced: [] }, worse];
    const lines = renderJournal({ rows, checks: [] }, [fault("both-cut", 3)])
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/u));
    expect(lines.slice(1, 3)).toEqual([
      ["kvm-6core", "both-cut", "2", "3", "1", "2", "150", "2", "20", "16", "40", "120", "300"],
      ["xen-6core", "both-cut", "1", "3", "1", "0", "100", "0", "10", "8", "31", "120", "300"],
    ]);
  });

  it("does not know what a try says nothing of that did not come to its end", () => {
    const { at, stack } = row;
    const cut: Row = { at, stack, fault: "both-cut", problems: ["host2 did not come back"] };
    const [, line] = renderJournal({ rows: [cut], checks: [] }, []).split("\n");
    expect(line?.trim().split(/ {2,}/u)).toEqual([
      ...["kvm-6core", "both-cut", "1", "0", "0", "0", "0", "0", "0", "0", "-", "-", "-"],
    ]);
  });

  it("tells leaked blocks and damage of the checks, of single faults and of several together", () => {
    const check = { at: row.at, stack: row.stack, checked: ["both-cut", "lun-full"], leakedBlocks: 2, problems: [] };
    const damaged = { ...check, leakedBlocks: 0, problems: ["a block is lost"] };
    const journal = { rows: [{ ...row, leakedBlocks: 1 }], checks: [check, damaged] };
    expect(renderJournal(journal, []).split("\n").slice(2)).toEqual([
      "kvm-6core: file system checked 3 times, 3 leaked blocks, 1 checks of groups failed",
      "  after both-cut, lun-full: a block is lost",
    ]);
  });

  it("lacks what the table wants and nobody tried, on each stack", () => {
    const both = fault("both-cut", 3);
    const [full, extra] = [fault("lun-full", 2), fault("extra", 0)];
    const rows = [row, row, { ...row, stack: "xen-6core" }, { ...row, fault: "extra" }];
    expect(missingTimes([both, full, extra], rows, "kvm-6core")).toEqual(
      new Map([
        [both, 1],
        [full, 2],
        [extra, 0],
      ]),
    );
  });
});
