/** Workers of the application: threads alone, then in a pair of processes under a generator, with TCP in SCTP's place on the loopback interface. */
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleOverTcp } from "../../../../bench/loopback/bundle.ts";
import { Gateway } from "../../../../bench/loopback/gateway.ts";
import { LoopbackGenerator, pairConfigs, startNode } from "../../../../bench/loopback/processes.ts";
import { parseEvents } from "../../../../workloads/ss7/application/events.ts";
import type { Served, ServiceConfig } from "../../../../workloads/ss7/application/service.ts";
import { Statistics } from "../../../../workloads/ss7/application/statistics.ts";
import { readStatus } from "../../../../workloads/ss7/application/status.ts";
import { openServing } from "../../../../workloads/ss7/application/worker-pool.ts";
import { subsystems } from "../../../../workloads/ss7/codec/sccp.ts";
import { readAnswer, requestOf } from "../../../../workloads/ss7/generator/dialogue.ts";
import { wrapTcap } from "../../../../workloads/ss7/m3ua/user-data.ts";
import { decodeM3ua } from "../../../../workloads/ss7/codec/m3ua.ts";
import { firstClusterPointCode } from "../../../../workloads/ss7/point-codes.ts";

const scratch = mkdtempSync(join(tmpdir(), "crossbed-workers-"));
const bundle = join(scratch, "bundle");
const program = pathToFileURL(join(bundle, "application.mjs"));

beforeAll(async () => {
  await bundleOverTcp(bundle);
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const link: ServiceConfig["link"] = {
  stp: { addresses: ["127.0.0.1"], port: 1 },
  localAddresses: ["127.0.0.1"],
  pointCode: firstClusterPointCode,
  routingContext: firstClusterPointCode,
};
const bytesPerRequest = 100;

/** SCCP of the request of a transaction. */
function sccpOf(transaction: number): Buffer {
  const generator = { pointCode: 201, subsystem: subsystems.mobileSwitchingCentre };
  const register = { pointCode: firstClusterPointCode, subsystem: subsystems.homeLocationRegister };
  const { protocolData } = wrapTcap(201, generator, register, requestOf(transaction), 0);
  return protocolData?.data ?? Buffer.alloc(0);
}

test("openServing · four workers serve each request once, keep each dialogue's order, and one set of counts adds up", async () => {
  const journal = join(scratch, "counted");
  const served: Served[] = [];
  let allServed = (): void => undefined;
  const all = new Promise<void>((resolve) => (allServed = resolve));
  const statistics = new Statistics();
  const config = {
    workers: 4,
    link,
    serviceWorkUs: 20,
    serviceMemory: { memoryMiB: 1, pagesPerRequest: 2 },
    serviceJournal: { file: journal, bytesPerRequest, syncEveryRequests: 1000 },
  };
  const serving = await openServing(config, program, {
    onServed: (one) => {
      served.push(one);
      statistics.add(one.isSuccess, one.isRepeated, one.answer !== undefined, 1);
      if (served.length === 3010) allServed();
    },
    onFull: () => undefined,
    onLost: (error) => {
      throw error;
    },
  });
  const take = (data: Buffer, number: number): void => {
    serving.take({ originatingPointCode: 201, data, fromMs: number });
  };
  // Each dialogue is asked three times in a row of others, so that its requests wait behind others' for their worker.
  for (let number = 0; number < 3000; number += 1) take(sccpOf(number % 1000), number);
  for (let number = 3000; number < 3010; number += 1) take(Buffer.from([9, 9]), number);
  const sizes = (): number[] =>
    ["1", "2", "3", "4"].map((worker) => statSync(`${journal}.${worker}`).size / bytesPerRequest);
  await all;
  const written = sizes();
  await serving.close();

  expect(statistics.totals).toEqual({ succeeded: 3000, failed: 10, retransmissions: 2000, duplicates: 2000 });
  expect(served.map(({ fromMs }) => fromMs).toSorted((left, right) => left - right)).toEqual(
    Array.from({ length: 3010 }, (_, number) => number),
  );
  const ofDialogue = new Map<number, string[]>();
  for (const { answer, fromMs, isRepeated } of served) {
    if (answer === undefined) continue;
    const { protocolData } = decodeM3ua(Buffer.from(answer));
    const { transactionId } = readAnswer(protocolData?.data ?? Buffer.alloc(0));
    ofDialogue.set(transactionId, [
      ...(ofDialogue.get(transactionId) ?? []),
      `${String(fromMs)} ${String(isRepeated)}`,
    ]);
  }
  expect([...ofDialogue].toSorted(([left], [right]) => left - right)).toEqual(
    Array.from({ length: 1000 }, (_, id) => [
      id,
      [`${String(id)} false`, `${String(id + 1000)} true`, `${String(id + 2000)} true`],
    ]),
  );
  // Each of the four took its even part.
  expect(written.reduce((sum, requests) => sum + requests)).toBe(3000);
  expect(written.filter((requests) => requests >= 600 && requests <= 900)).toHaveLength(4);
});

test("openServing · says when too many requests wait for workers, and again when half of them are served", async () => {
  const said: string[] = [];
  let served = 0;
  const serving = await openServing({ workers: 2, link, serviceWorkUs: 20 }, program, {
    onServed: () => (served += 1),
    onFull: (isFull) => said.push(`${String(isFull)} after ${String(served)}`),
    onLost: (error) => {
      throw error;
    },
  });
  for (let number = 0; number < 512; number += 1)
    serving.take({ originatingPointCode: 201, data: sccpOf(number), fromMs: 0 });
  await serving.close();
  expect([said, served]).toEqual([["true after 0", "false after 255"], 512]);
  serving.take({ originatingPointCode: 201, data: sccpOf(512), fromMs: 0 });
  expect(served).toBe(513);
});

test("openServing · rejects when a worker cannot make its journal", async () => {
  const serviceJournal = { file: join(scratch, "absent", "journal"), bytesPerRequest, syncEveryRequests: 1 };
  const config = { workers: 2, link, serviceWorkUs: 0, serviceJournal };
  const handlers = { onServed: () => undefined, onFull: () => undefined, onLost: () => undefined };
  await expect(openServing(config, program, handlers)).rejects.toThrow(
    /^application process: worker [12] of 2 ended: ENOENT: no such file or directory, open '.*absent\/journal\.[12]'\.$/u,
  );
});

/** DUPU, SCON, and management that nobody can read, for its class has no such type. */
const management = [
  "0100020500000020 0006000800000065 0012000800000065 0204000800010003",
  "0100020400000020 0006000800000065 0012000800000065 0205000800000002",
  "0100020900000008",
].map((text) => Buffer.from(text.replaceAll(" ", ""), "hex"));

test("application · counts with three workers what the generator counts, and nothing that the gateway says of its network", async () => {
  const directory = mkdtempSync(join(scratch, "counts-"));
  const gateway = await Gateway.open();
  const [config] = await pairConfigs(directory, gateway.port, { workers: 3, serviceWorkUs: 50 });
  const active = gateway.nextActive(firstClusterPointCode);
  const node = startNode(bundle, config);
  await Promise.race([active, node]);
  const generator = await LoopbackGenerator.start(bundle, gateway.port);
  for (const bytes of management) gateway.tell(firstClusterPointCode, bytes);
  const final = await generator.run({
    rateReqPerSec: 1000,
    arrival: "poisson",
    seed: 1,
    warmUpMs: 0,
    durationMs: 1000,
    intervalMs: 1000,
    timeoutMs: 60_000,
    maxRetransmissions: 0,
  });
  const { counters } = await readStatus(config.statusSocket);
  expect(final.totals.sent).toBeGreaterThan(800);
  expect(final.totals).toMatchObject({ succeeded: final.totals.sent, failed: 0, duplicates: 0 });
  expect(counters).toEqual({ succeeded: final.totals.sent, failed: 0, retransmissions: 0, duplicates: 0 });
  await generator.close();
  node.kill("SIGTERM");
  expect((await node).exitCode).toBe(0);
  gateway.close();
});

test("application · ends with an error when a worker dies, and its peer takes over", async () => {
  const directory = mkdtempSync(join(scratch, "death-"));
  // The first worker's journal is on a full disk: it dies of its first request.
  const file = join(directory, "journal");
  symlinkSync("/dev/full", `${file}.1`);
  const gateway = await Gateway.open();
  const serviceJournal = { file, bytesPerRequest, syncEveryRequests: 1000 };
  const [config] = await pairConfigs(directory, gateway.port, { workers: 2, serviceJournal });
  const [, peerConfig] = await pairConfigs(directory, gateway.port);
  const first = gateway.nextActive(firstClusterPointCode);
  const node = startNode(bundle, config);
  const peer = startNode(bundle, {
    ...peerConfig,
    heartbeat: { ...config.heartbeat, local: config.heartbeat.peer, peer: config.heartbeat.local },
  });
  await Promise.race([first, node]);
  const second = gateway.nextActive(firstClusterPointCode);
  const generator = await LoopbackGenerator.start(bundle, gateway.port);
  const run = generator.run({
    rateReqPerSec: 100,
    arrival: "constant",
    seed: 1,
    warmUpMs: 0,
    durationMs: 60_000,
    intervalMs: 1000,
    timeoutMs: 60_000,
    maxRetransmissions: 0,
  });
  const { exitCode, stderr } = await node;
  expect([exitCode, stderr]).toEqual([
    8,
    "application process: worker 1 of 2 ended: ENOSPC: no space left on device, write.",
  ]);
  const events = parseEvents(readFileSync(config.eventsFile, "utf8")).map(({ event }) => event);
  expect(events.at(-1)).toBe("worker-lost");
  await second;
  await Promise.all([generator.close(), run.catch(() => undefined)]);
  peer.kill("SIGTERM");
  expect((await peer).exitCode).toBe(0);
  gateway.close();
});
