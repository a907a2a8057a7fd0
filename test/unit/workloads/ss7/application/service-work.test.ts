import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  describeServiceWork,
  ServiceWork,
  takeMemory,
  type ServiceWorkConfig,
} from "../../../../../workloads/ss7/application/service-work.ts";

const scratch = mkdtempSync(join(tmpdir(), "crossbed-work-"));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const alone = (config: ServiceWorkConfig): ServiceWork =>
  new ServiceWork(config, { worker: 1, workers: 1, memory: takeMemory(config) });

test("ServiceWork · does nothing unless it is told to", () => {
  const work = alone({ serviceWorkUs: 0 });
  work.perform();
  work.close();
  expect(describeServiceWork({ serviceWorkUs: 0 })).toBe("none");
});

test("ServiceWork · writes a record of each request, and from the journal's start again before it fills the disk", () => {
  const file = join(scratch, "journal");
  const config = {
    serviceWorkUs: 1,
    serviceMemory: { memoryMiB: 1, pagesPerRequest: 4 },
    serviceJournal: { file, bytesPerRequest: 65_536, syncEveryRequests: 100 },
  };
  const work = alone(config);
  for (let request = 0; request < 3; request += 1) work.perform();
  expect(statSync(file).size).toBe(3 * 65_536);
  for (let request = 3; request < 1030; request += 1) work.perform();
  expect(statSync(file).size).toBe(64 * 1024 * 1024);
  work.close();
  expect(existsSync(file)).toBe(false);
  work.perform();
  expect(describeServiceWork(config)).toBe("1 us, 4 pages of 1 MiB, 65536 bytes of journal, synced every 100");
});

test("ServiceWork · two workers dirty one working set and share the length of the journals, a file each", () => {
  const config = {
    serviceWorkUs: 0,
    serviceMemory: { memoryMiB: 1, pagesPerRequest: 64 },
    serviceJournal: { file: join(scratch, "shared"), bytesPerRequest: 65_536, syncEveryRequests: 1000 },
  };
  const memory = takeMemory(config);
  const pages = new Uint8Array(memory);
  const dirtied = (): number =>
    Array.from({ length: 256 }, (_, page) => pages[page * 4096]).filter((byte) => byte !== 1).length;
  const works = [1, 2].map((worker) => new ServiceWork(config, { worker, workers: 2, memory }));
  works[0]?.perform();
  const byOne = dirtied();
  works[1]?.perform();
  expect(byOne).toBeGreaterThan(32);
  expect(dirtied()).toBeGreaterThan(byOne);
  for (let request = 1; request < 1030; request += 1) works[0]?.perform();
  expect(["1", "2"].map((worker) => statSync(`${config.serviceJournal.file}.${worker}`).size)).toEqual([
    32 * 1024 * 1024,
    65_536,
  ]);
  for (const work of works) work.close();
});
