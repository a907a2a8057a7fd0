import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeServiceWork, ServiceWork } from "../../../../../workloads/ss7/application/service-work.ts";

const scratch = mkdtempSync(join(tmpdir(), "crossbed-work-"));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

test("ServiceWork · does nothing unless it is told to", () => {
  const work = new ServiceWork({ serviceWorkUs: 0 });
  work.perform();
  work.close();
  expect(describeServiceWork({ serviceWorkUs: 0 })).toBe("");
});

test("ServiceWork · writes a record of each request, and from the journal's start again before it fills the disk", () => {
  const file = join(scratch, "journal");
  const config = {
    serviceWorkUs: 1,
    serviceMemory: { mib: 1, pagesPerRequest: 4 },
    serviceJournal: { file, bytesPerRequest: 65_536, syncEveryRequests: 100 },
  };
  const work = new ServiceWork(config);
  for (let request = 0; request < 3; request += 1) work.perform();
  expect(statSync(file).size).toBe(3 * 65_536);
  for (let request = 3; request < 1030; request += 1) work.perform();
  expect(statSync(file).size).toBe(64 * 1024 * 1024);
  work.close();
  work.perform();
  expect(describeServiceWork(config)).toBe("1 us, 4 pages of 1 MiB, 65536 bytes of journal, synced every 100");
});
