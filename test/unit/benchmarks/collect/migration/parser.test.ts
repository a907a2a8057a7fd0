import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseDomjobinfo } from "../../../../../benchmarks/collect/migration/parser.ts";

const recorded = readFileSync(
  new URL("../../../../fixtures/migration/virsh-domjobinfo-completed-qemu.txt", import.meta.url),
  "utf8",
);

test("parseDomjobinfo · reads a completed migration, every unit converted", () => {
  expect(parseDomjobinfo(recorded, "host1")).toEqual({
    jobType: "Completed",
    operation: "Outgoing migration",
    elapsedMs: 14603,
    downtimeMs: 684,
    setupMs: 30,
    dataProcessedBytes: 134300566,
    dataTotalBytes: 269230277,
    memoryProcessedBytes: 134300566,
    memoryRemainingBytes: 0,
    memoryTotalBytes: 269230277,
    memoryBandwidthBytesPerSec: 39932920,
    dirtyRatePagesPerSec: 0,
    pageSizeBytes: 4096,
    iterations: 4,
    constantPages: 35627,
    normalPages: 32646,
    normalBytes: 133717557,
    postcopyRequests: 0,
  });
});

test("parseDomjobinfo · gives only the job's type when there was no job", () => {
  expect(parseDomjobinfo("Job type:         None\n", "host1")).toEqual({ jobType: "None" });
});

test.each([
  [
    "error: Operation not supported\n",
    'host1: line 1: not a line of virsh domjobinfo: "error: Operation not supported".',
  ],
  [
    recorded.replace("14603        ms", "14603        s "),
    'host1: line 3: Time elapsed should be in ms, not "14603        s".',
  ],
  ["", "host1: line 1: there is no line with the job's type."],
])("parseDomjobinfo · refuses %j", (text, message) => {
  expect(() => parseDomjobinfo(text, "host1")).toThrow(message);
});
