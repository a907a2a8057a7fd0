import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readDomjobinfo, type MigrationJob } from "../../../../../benchmarks/collect/migration/parser.ts";

const recorded = readFileSync(
  new URL("../../../../fixtures/migration/virsh-domjobinfo-completed-qemu.txt", import.meta.url),
  "utf8",
);

const parseDomjobinfo = (text: string, source: string): MigrationJob => readDomjobinfo(text, source).job;

test("readDomjobinfo · reads a completed migration, every unit converted", () => {
  expect(parseDomjobinfo(recorded, "host1")).toEqual({
    jobType: "Completed",
    operation: "Outgoing migration",
    elapsedMs: 14603,
    downtimeMs: 684,
    setupMs: 30,
    dataProcessedBytes: 134300566,
    dataRemainingBytes: 0,
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

test("readDomjobinfo · gives only the job's type when there was no job", () => {
  expect(parseDomjobinfo("Job type:         None\n", "host1")).toEqual({ jobType: "None" });
});

test("readDomjobinfo · reads every figure of a job that libvirt counts", () => {
  const text = `Job type:         Bounded     
Time elapsed:     1000         ms
Time elapsed w/o network: 990          ms
Time remaining:   20           ms
File processed:   1.500 GiB
File remaining:   2.000 TiB
File total:       1.000 PiB
File bandwidth:   3.000 KiB/s
Iteration:        7           
Postcopy requests: 12          
Expected downtime: 300          ms
Downtime w/o network: 250          ms
Compression cache: 64.000 MiB
Compressed data:  512.000 bytes
Compressed pages: 5            
Compression cache misses: 6            
Compression overflows: 8            
Auto converge throttle: 40           
Some later label: 3 things
`;
  expect(readDomjobinfo(text, "host1")).toEqual({
    job: {
      jobType: "Bounded",
      elapsedMs: 1000,
      elapsedWithoutNetworkMs: 990,
      remainingMs: 20,
      fileProcessedBytes: 1_610_612_736,
      fileRemainingBytes: 2_199_023_255_552,
      fileTotalBytes: 1_125_899_906_842_624,
      fileBandwidthBytesPerSec: 3072,
      iterations: 7,
      postcopyRequests: 12,
      expectedDowntimeMs: 300,
      downtimeWithoutNetworkMs: 250,
      compressionCacheBytes: 67_108_864,
      compressedBytes: 512,
      compressedPages: 5,
      compressionCacheMisses: 6,
      compressionOverflows: 8,
      autoConvergeThrottlePercent: 40,
    },
    warnings: [],
  });
});

test.each(["Failed", "Cancelled"])("readDomjobinfo · gives the type and the cause of a job that %s", (type) => {
  const text = `Job type:         ${type.padEnd(12)}\nOperation:        Outgoing migration\nError message:    operation aborted: by user\n`;
  expect(parseDomjobinfo(text, "host1")).toEqual({
    jobType: type,
    operation: "Outgoing migration",
    errorMessage: "operation aborted: by user",
  });
});

test.each([
  ["0.000 B", 0],
  ["1.000 KB", 1024],
  ["1,500 MiB", 1_572_864],
])("readDomjobinfo · reads %s of any release and number format", (printed, bytes) => {
  expect(parseDomjobinfo(`Data total:       ${printed}\n`, "host1").dataTotalBytes).toBe(bytes);
});

test("readDomjobinfo · reads what is sound, and tells the rest", () => {
  const text = recorded
    .replace(/^Job type:.*\n/u, "error: end of file from qemu monitor\n")
    .replace("14603        ms", "14603        s ")
    .replace("684          ms", "18446744073709551615 ms");
  const { job, warnings } = readDomjobinfo(text, "host1");
  expect([job.jobType, job.elapsedMs, job.downtimeMs, job.setupMs]).toEqual([undefined, undefined, undefined, 30]);
  expect(warnings).toEqual([
    'host1: line 1: left out: not a line of virsh domjobinfo: "error: end of file from qemu monitor"',
    'host1: line 3: left out: Time elapsed should be in ms, not "14603        s"',
    'host1: line 18: left out: Total downtime should be in ms, not "18446744073709551615 ms"',
    "host1: there is no line with the job's type",
  ]);
});

test.each([
  [
    "error: Operation not supported\n",
    'host1: line 1: not a line of virsh domjobinfo: "error: Operation not supported".',
  ],
  ["", "host1: there is no label of virsh's."],
  ["Тип задания:      Завершено\n", "host1: there is no label of virsh's."],
  ["__proto__: 1\n", "host1: there is no label of virsh's."],
])("readDomjobinfo · refuses %j", (text, message) => {
  const hint = "Give what virsh domjobinfo --completed prints, in English (LC_ALL=C).";
  expect(() => parseDomjobinfo(text, "host1")).toThrow(
    expect.objectContaining({ code: "malformed", message: `${message} ${hint}` }) as Error,
  );
});
