import { expect, test } from "vitest";
import { studyMigration, studyPoints } from "../../../../benchmarks/report/study/reference.ts";

test("studyPoints · the study's table 4.12, as it was printed", () => {
  expect(studyPoints({ platform: "kvm", layout: "6core" }, "cpu_percent")).toEqual([
    { table: "4.12", nominalReqPerSec: 750, mean: 17.2589, margin: 0.0832 },
    { table: "4.12", nominalReqPerSec: 2250, mean: 23.9801, margin: 0.0763 },
    { table: "4.12", nominalReqPerSec: 4500, mean: 38.0321, margin: 0.18 },
    { table: "4.12", nominalReqPerSec: 6450, mean: 50.1241, margin: 0.0537 },
    { table: "4.12", nominalReqPerSec: 7350, mean: 55.1593, margin: 0.0972 },
    { table: "4.12", nominalReqPerSec: 8850, mean: 67.2001, margin: 0.0881 },
  ]);
});

test("studyPoints · none for a layout that the study did not have", () => {
  expect(studyPoints({ platform: "bare", layout: "6core" }, "response_time_ms")).toEqual([]);
});

test("studyMigration · the study's table 4.7, and nothing where it moved nothing", () => {
  expect(studyMigration({ platform: "xen" })).toEqual({
    overheadPercent: { active: 6, passive: 4 },
    downtimeMs: { from: 250, to: 300 },
    totalSec: { from: 120, to: 150 },
  });
  expect(studyMigration({ platform: "bare" })).toBeUndefined();
});

test("the study says nothing beside another workload than its own", () => {
  expect(studyPoints({ platform: "kvm", layout: "6core", workload: "ss7" }, "cpu_percent")).toHaveLength(6);
  expect(studyPoints({ platform: "kvm", layout: "6core", workload: "command" }, "cpu_percent")).toEqual([]);
  expect(studyMigration({ platform: "xen", workload: "command" })).toBeUndefined();
});
