import { describe, expect, test } from "vitest";
import { parseSpec } from "../../../../../stacks/spec.ts";
import type { ApplicationConfig } from "../../../../../workloads/ss7/application/config.ts";
import { planSs7 } from "../../../../../workloads/ss7/plan/plan.ts";
import { validateService } from "../../../../../workloads/ss7/plan/service.ts";
import { ss7Settings, type Ss7Settings } from "../../../../../workloads/ss7/spec.ts";
import type { WorkloadPlanArgs } from "../../../../../workloads/workload.ts";

const settingsOf = (more: object): Ss7Settings => ss7Settings.parse({ kind: "ss7", ...more });
const argsOf = (settings: Ss7Settings): WorkloadPlanArgs<Ss7Settings> => ({
  settings,
  machines: [1, 2].map((number) => ({
    name: `a${String(number)}`,
    cluster: "a",
    trafficAddresses: [`10.77.1.2${String(number)}`],
    interconnectAddress: `10.77.3.2${String(number)}`,
    cpus: 5 + number,
    memoryMiB: 1024,
  })),
  simulators: [{ name: "sim", trafficAddresses: ["10.77.1.13"] }],
  greatestClusterReqPerSec: 750,
  isEmulated: false,
  intervalSec: 10,
});
const servicesOf = (settings: Ss7Settings): Partial<ApplicationConfig>[] =>
  planSs7(argsOf(settings)).nodes.map(({ config }) => {
    const { workers, serviceWorkUs, serviceMemory, serviceJournal } = JSON.parse(config) as ApplicationConfig;
    return {
      workers,
      serviceWorkUs,
      ...(serviceMemory && { serviceMemory }),
      ...(serviceJournal && { serviceJournal }),
    };
  });

describe("planSs7", () => {
  test("gives a node one worker and a request no work where the stack says nothing", () => {
    expect(servicesOf(settingsOf({}))).toEqual(Array(2).fill({ workers: 1, serviceWorkUs: 0 }));
    expect(planSs7(argsOf(settingsOf({}))).conditions).toEqual({
      "work on a request": "none",
      workers: "a1: 1, a2: 1",
    });
  });

  test("hands the stack's work to each node, with as many workers as its machine has vCPUs and a journal of its own", () => {
    const settings = settingsOf({
      workers: "vcpus",
      serviceWorkUs: 100,
      serviceMemory: { memoryMiB: 64, pagesPerRequest: 4 },
      serviceJournal: { bytesPerRequest: 512 },
    });
    const work = { serviceWorkUs: 100, serviceMemory: { memoryMiB: 64, pagesPerRequest: 4 } };
    const journal = { bytesPerRequest: 512, syncEveryRequests: 100 };
    expect(servicesOf(settings)).toEqual([
      { workers: 6, ...work, serviceJournal: { file: "/var/log/crossbed/a1.journal", ...journal } },
      { workers: 7, ...work, serviceJournal: { file: "/var/log/crossbed/a2.journal", ...journal } },
    ]);
    expect(planSs7(argsOf(settings)).conditions).toEqual({
      "work on a request": "100 us, 4 pages of 64 MiB, 512 bytes of journal, synced every 100",
      workers: "a1: 6, a2: 7",
    });
  });
});

test("validateService · refuses a working set that a machine has no memory for", () => {
  const problems = (memoryMiB: number): string[] =>
    validateService(argsOf(settingsOf({ serviceMemory: { memoryMiB } }))).map(
      ({ path, message }) => `${path}: ${message}`,
    );
  expect(problems(768)).toEqual([]);
  expect(problems(769)[0]).toBe(
    "workload.serviceMemory.memoryMiB: is 769, but a1 has 1024 MiB and needs 256 of them itself. Lower it to 768 at most, " +
      "or leave serviceMemory out.",
  );
});

test("ss7Settings · refuses workers for requests that have no work for them, and names what would be", () => {
  const parse = (workload: object): unknown =>
    parseSpec("mine", { platform: "kvm", layout: "6core", inventory: "lab", workload });
  expect(() => parse({ workers: "vcpus", serviceWorkUs: 19 })).toThrowErrorMatchingInlineSnapshot(`
    [CrossbedError: stacks/mine.yaml, with this clone's crossbed:* configuration over it: 1 problem; nothing has been changed.
      workload.workers: is set, but a request has no work for another thread; set serviceWorkUs to 20 at least, serviceMemory or serviceJournal, or leave workers out.]
  `);
  expect(() => parse({ workers: 0, serviceWorkUs: 50 })).toThrowErrorMatchingInlineSnapshot(`
    [CrossbedError: stacks/mine.yaml, with this clone's crossbed:* configuration over it: 1 problem; nothing has been changed.
      workload.workers: is the number 0; it must be at least 1.]
  `);
  expect(parse({ workers: 4, serviceJournal: { bytesPerRequest: 100 } })).toMatchObject({ workload: { workers: 4 } });
});
