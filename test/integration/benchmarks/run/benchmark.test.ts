import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PlannedCase } from "../../../../benchmarks/cases/planned-case.ts";
import { openRun, type RunReader } from "../../../../benchmarks/results/reader.ts";
import { runBenchmark } from "../../../../benchmarks/run/benchmark.ts";
import type { BenchmarkRequest } from "../../../../benchmarks/run/request.ts";
import { renderLease } from "../../../../rack/lease-record.ts";

const path = process.env["PATH"] ?? "";
/** Stand-ins for ssh and the tools of the machines, their faults, the nodes' events, the results. */
let rack: string;

beforeEach(() => {
  rack = mkdtempSync(join(tmpdir(), "crossbed-run-"));
  cpSync(join(import.meta.dirname, "stand-ins"), rack, { recursive: true });
  process.env["PATH"] = `${rack}${delimiter}${path}`;
  const started = { time: 1, cluster: "a", node: "A-a1", pid: 1, event: "active", reason: "" };
  writeFileSync(join(rack, "events"), `${JSON.stringify(started)}\n`);
});
afterEach(() => {
  process.env["PATH"] = path;
  rmSync(rack, { recursive: true, force: true });
});

function planned(name: string): PlannedCase {
  return {
    ...{ case: name, repetition: 1, nominalReqPerSec: 10, offeredReqPerSec: 10, clusterReqPerSec: { a: 10 } },
    ...{ arrival: "constant", seed: 1, warmUpSec: 0, measuredSec: 1, intervalSec: 1 },
    ...{ timeoutMs: 1000, maxRetransmissions: 0 },
  };
}

function request(): BenchmarkRequest {
  const machines = ["host1", "sim"].map((name) => {
    return { name, address: "192.0.2.1", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" };
  });
  const node = { name: "A-a1", machine: "host1", cluster: "a", preferred: "active" } as const;
  return {
    ...{ version: 3, stack: "bare-16core", platform: "bare", layout: "16core", rack: "r", emulated: false },
    ...{ scale: { cores: 1, memory: 1, load: 1, time: 1 }, planDigest: "p", imageDigest: "i", spec: {} },
    ...{ resultsDirectory: join(rack, "results"), privateKeyFile: "/keys/id", machines },
    hosts: [{ name: "host1", role: "active", pcpus: 2, memoryMiB: 1024, facts: {}, cards: {} }],
    ...{ cpuTool: "sar", guests: [], simulators: [{ name: "sim", cards: {} }], seed: 1 },
    workload: {
      kind: "ss7",
      nodes: [{ ...node, files: { "events.jsonl": join(rack, "events") } }],
      generators: [{ name: "g", cluster: "a", machine: "sim", config: {} }],
      conditions: {},
    },
    cases: [planned("first"), planned("second")],
  };
}

/** Runs the request on machines with a fault; the run that it left, if any, and what it threw. */
async function runWith(
  fault: string,
  changes: Partial<BenchmarkRequest> = {},
): Promise<{ readonly run: RunReader | undefined; readonly thrown: string }> {
  writeFileSync(join(rack, "fault"), fault);
  const progress = { say: () => undefined, step: () => undefined };
  const thrown = await runBenchmark({ ...request(), ...changes }, progress, new AbortController().signal).then(
    () => "",
    (error: unknown) => (error as Error).message,
  );
  const stack = join(rack, "results/bare-16core");
  const [name] = existsSync(stack) ? readdirSync(stack) : [];
  if (name === undefined) return { run: undefined, thrown };
  expect(existsSync(join(stack, name, "report.html")), thrown).toBe(true);
  expect(readdirSync(join(stack, name))).not.toContain("room-for-the-report");
  return { run: await openRun(join(stack, name)), thrown };
}

const casesOf = (run: RunReader | undefined): string[] => run?.cases.map((record) => record.case) ?? [];

describe("runBenchmark", () => {
  it("records each clock before and after each case, and nobody's was set", async () => {
    const { run, thrown } = await runWith("none");
    expect([thrown, run?.manifest.status, casesOf(run)]).toEqual(["", "complete", ["first", "second"]]);
    const [first, second] = run?.cases ?? [];
    expect(first?.clocks?.map(({ machine }) => machine)).toEqual(["host1", "sim"]);
    expect(second?.clocks?.map(({ before }) => before)).toEqual(first?.clocks?.map(({ after }) => after));
  });

  it("passes over what a login prints ahead of conditions, clocks, collectors and generators", async () => {
    const { run, thrown } = await runWith("banner");
    expect([thrown, run?.manifest.status, casesOf(run)]).toEqual(["", "complete", ["first", "second"]]);
    expect(run?.manifest.hosts.map(({ facts }) => facts)).toEqual([{ governor: "performance" }]);
    expect(run?.manifest.simulators.map(({ facts }) => facts)).toEqual([{ governor: "performance" }]);
  });

  it("tells of a clock that was set during a case", async () => {
    const { run } = await runWith("clock set");
    const steps = run?.cases.map(({ warnings }) => warnings.filter(({ about }) => about === "clock"));
    expect(steps?.map((each) => each.map(({ machine }) => machine))).toEqual([["host1", "sim"], []]);
    expect(steps?.[0]?.[0]?.text).toMatch(/^the clock of host1 moved by (?:59|60)\d{3}\.\d ms during the case/u);
  });

  it.each([
    ["none", 0, []],
    ["queue", 2, []],
    [
      "queue without end",
      6,
      [/^it began while the service was still busy with case first \(repetition 1\).* g lost 5 of 5$/u],
    ],
  ])(
    "begins a case when the service has answered what the one before left, or says so: %s",
    async (fault, rounds, told) => {
      const { run, thrown } = await runWith(fault);
      expect([thrown, run?.manifest.status, casesOf(run)]).toEqual(["", "complete", ["first", "second"]]);
      const folders = readdirSync(join(run?.directory ?? "", "raw")).filter((name) =>
        name.startsWith("after-first-r1-r"),
      );
      expect(folders).toHaveLength(rounds);
      const load = run?.cases.map(({ warnings }) => warnings.filter(({ about }) => about === "load"));
      expect(load?.map((each) => each.map(({ text }) => text))).toEqual([
        [],
        told.map((pattern) => expect.stringMatching(pattern) as string),
      ]);
    },
  );

  it("begins no case on machines that another stack has taken meanwhile, and names the holder", async () => {
    const lease = { stack: "bare-16core", clone: "c1" };
    writeFileSync(join(rack, "lease.json"), renderLease({ ...lease, holder: "root@here" }));
    const { run, thrown } = await runWith("taken by another", { lease });
    expect(thrown).toMatch(
      /^(host1|sim): \1 does not belong to the stack bare-16core of this clone now, so nothing was touched\. Its lease names: \{"stack":"other"\}\./u,
    );
    expect([run?.manifest.status, casesOf(run)]).toEqual(["failed", ["first"]]);
  });

  it("begins no case without a process that the machine has lost, and says which, what it said last and the cure", async () => {
    const { run, thrown } = await runWith("machine booted");
    expect(thrown).toMatch(
      /case second: it was not begun: host1, process A-a1: it does not run: the machine has booted since up started it\. It said last:\n {4}out of memory\n To start it again, run npx pulumi up -s bare-16core; its whole log is \/var\/log\/crossbed\/A-a1\.log there\.$/u,
    );
    expect([run?.manifest.status, casesOf(run)]).toEqual(["failed", ["first"]]);
  });

  it.each([
    ["foreign line", /g: it printed what is no record: "Broadcast message from root"\./u],
    ["cut record", /g: it printed what is no record: .*Was the connection lost/u],
    ["gone", /sim, load generator g: ended without a word/u],
    ["full disk", /second-r1\/g\.jsonl: this file cannot be written: ENOSPC/u],
  ])("ends as failed with the cases before and a report: %s", async (fault, why) => {
    const { run, thrown } = await runWith(fault);
    expect(thrown).toMatch(why);
    expect([run?.manifest.status, casesOf(run)]).toEqual(["failed", ["first"]]);
    expect(run?.manifest.warnings.map(({ about, text }) => [about, text])).toEqual([["run", thrown]]);
  });

  it("ends as failed with a report where its directory was removed meanwhile", async () => {
    const { run, thrown } = await runWith("no directory");
    expect(thrown).toMatch(/ENOENT/u);
    expect([run?.manifest.status, casesOf(run)]).toEqual(["failed", []]);
  });

  it("ends as failed with a report where a collector does not start", async () => {
    const { run, thrown } = await runWith("no collector");
    expect(thrown).toMatch(/^host1: sar ended before its first line\. .*sar: cannot open/u);
    expect([run?.manifest.status, casesOf(run)]).toEqual(["failed", []]);
  });

  it("ends as failed where nothing of a recording can be read: no case goes without its CPU in silence", async () => {
    const { run, thrown } = await runWith("nothing measured");
    expect(thrown).toMatch(/first-r1\/host1\.sar\.txt: line 4: no interval was measured: .* add up to 0\.00\./u);
    expect([run?.manifest.status, casesOf(run)]).toEqual(["failed", []]);
  });

  it("measures nothing on a machine that does not tell its time", async () => {
    const { run, thrown } = await runWith("no clock");
    expect(run).toBeUndefined();
    expect(thrown).toMatch(/^(?:host1|sim): it did not print its time, and exited with status 1\./u);
  });
});
