import { expect, test } from "vitest";
import { parseApplicationConfig } from "../../../../../workloads/ss7/application/config.ts";

const endpoint = { address: "10.77.3.11", port: 47_411 };
const config = {
  cluster: "a",
  node: "a1",
  preferred: "active",
  link: {
    stp: { addresses: ["10.77.1.13"], port: 2905 },
    localAddresses: ["10.77.1.11"],
    pointCode: 101,
    routingContext: 101,
  },
  heartbeat: { local: endpoint, peer: endpoint, intervalMs: 100, missed: 3 },
  statistics: { file: "/a1.statistics", intervalMs: 10_000 },
  eventsFile: "/a1.events",
  statusSocket: "/a1.status",
};
const parse = (more: object): unknown => parseApplicationConfig("a1.json", JSON.stringify({ ...config, ...more }));

test("parseApplicationConfig · gives a request no work and one worker unless the file does", () => {
  expect(parse({})).toEqual({ ...config, workers: 1, serviceWorkUs: 0 });
});

test("parseApplicationConfig · reads the work of a request, and lists what is wrong with it", () => {
  const work = {
    workers: 4,
    serviceWorkUs: 50,
    serviceMemory: { memoryMiB: 64, pagesPerRequest: 4 },
    serviceJournal: { file: "/a1.journal", bytesPerRequest: 512, syncEveryRequests: 100 },
  };
  expect(parse(work)).toEqual({ ...config, ...work });
  expect(() =>
    parse({
      workers: 0,
      serviceMemory: { memoryMiB: 0 },
      serviceJournal: { ...work.serviceJournal, syncEveryRequests: 0 },
    }),
  ).toThrowErrorMatchingInlineSnapshot(`
      [CrossbedError: a1.json: 4 problems; nothing has been changed.
        workers: is 0; give a whole number from 1 to 256.
        serviceMemory.memoryMiB: is 0; give a whole number from 1 to 4000.
        serviceMemory.pagesPerRequest: is missing; give a whole number from 0 to 10000.
        serviceJournal.syncEveryRequests: is 0; give a whole number from 1 to 1000000.]
    `);
});
