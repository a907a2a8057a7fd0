import { expect, it } from "vitest";
import { journalProblems, type NodeJournal } from "../../faults/service-journal.ts";

const journal = (node: string, pid: string, records: number, foreignBytes = 0): NodeJournal => ({
  node,
  cluster: "a",
  pid,
  bytes: records * 512,
  foreignBytes,
});
const before = [journal("a1", "10", 4), journal("a2", "20", 0)];

it("journals hold a record for each request that was answered, on whichever node", () => {
  expect(journalProblems(before, [journal("a1", "10", 7), journal("a2", "20", 2)], { a: 5 })).toEqual([]);
});

it("journals that are short of a record, or hold what nobody wrote, are a loss", () => {
  expect(journalProblems(before, [journal("a1", "10", 6, 512), journal("a2", "20", 2)], { a: 5 })).toEqual([
    "the journal of a1 holds 512 bytes that the service did not write",
    "the journals of cluster a hold 4 records for 5 requests that were answered",
  ]);
});

it("a process that was started meanwhile has a new journal, which is not short", () => {
  expect(journalProblems(before, [journal("a1", "11", 1), journal("a2", "20", 2)], { a: 5 })).toEqual([]);
});
