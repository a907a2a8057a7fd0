import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Remote } from "../../../../rack/remote.ts";
import { parseSpec } from "../../../../stacks/spec.ts";
import { readStackData } from "../../../../stacks/stack-data.ts";
import { command } from "../../../../workloads/command/index.ts";
import type { RunSpec } from "../../../../workloads/records.ts";
import type { GeneratorPlan, NodePlan, WorkloadRuntime } from "../../../../workloads/workload.ts";

const directory = mkdtempSync(join(tmpdir(), "crossbed-sip-"));
const files = join(directory, "files");

/** Runs what is meant for machines here, with their directories in this test's own. */
const here = (line: string): string =>
  line.replaceAll("/opt/crossbed/workload", files).replaceAll("/run/crossbed", join(directory, "run"));
const remote = {
  start: (_: string, line: string) => execa("bash", ["-c", here(line)], { buffer: false, reject: false }),
  run: async (_: string, line: string, input = "") =>
    (await execa("bash", ["-c", here(line)], { input: here(input) })).stdout,
} as unknown as Remote;

const run: RunSpec = {
  rateReqPerSec: 20,
  arrival: "constant",
  seed: 1,
  warmUpMs: 1000,
  durationMs: 3000,
  intervalMs: 1000,
  timeoutMs: 500,
  maxRetransmissions: 2,
};

let runtime: WorkloadRuntime;
let node: NodePlan;
let generator: GeneratorPlan;
let running: ReturnType<typeof startNode>;

function startNode(config: string) {
  const line = here(node.command);
  return execa("bash", ["-c", line], { env: { FILES: files, CONFIG: config }, reject: false, detached: true });
}

beforeAll(async () => {
  const { workload } = parseSpec("sip-bare", readStackData("sip-bare", {}));
  if (workload.kind !== "command") throw new Error("sip-bare has another workload");
  const settings = { ...workload, node: { ...workload.node, port: 25_060, standby: false } };
  await command.writeFiles(settings, files);
  const plan = command.plan({
    settings,
    machines: [
      {
        name: "host1",
        cluster: "a",
        trafficAddresses: ["127.0.0.1"],
        interconnectAddress: "127.0.0.1",
        cpus: 2,
        memoryMiB: 512,
      },
    ],
    simulators: [{ name: "sim", trafficAddresses: ["127.0.0.1"] }],
    greatestClusterReqPerSec: 20,
    isEmulated: false,
    intervalSec: 1,
  });
  [node, generator] = [plan.nodes[0] as NodePlan, plan.generators[0] as GeneratorPlan];
  runtime = await command.runtime();
  const config = join(directory, "run", node.name, "config");
  mkdirSync(join(directory, "run", node.name), { recursive: true });
  writeFileSync(config, node.config);
  running = startNode(config);
  await runtime.awaitNodes(remote, [node], new AbortController().signal);
});

afterAll(async () => {
  if (running.pid !== undefined) process.kill(-running.pid, "SIGTERM");
  await running;
  rmSync(directory, { recursive: true, force: true });
});

describe("SIPp against Kamailio, as the stack says", () => {
  it("is measured interval by interval, and what SIPp cannot say is missing", async () => {
    const raw = join(directory, "raw");
    const sipp = await runtime.startGenerator(remote, generator);
    const told: number[] = [];
    const report = await sipp.run(run, raw, new AbortController().signal, ({ index }) => told.push(index));
    expect(report.intervals.map(({ index, phase }) => [index, phase])).toEqual([
      [0, "warm-up"],
      [1, "measure"],
      [2, "measure"],
      [3, "measure"],
    ]);
    expect(told).toEqual([0, 1, 2, 3]);
    const all = report.intervals.reduce((sum, { succeeded }) => sum + succeeded, 0);
    expect(all).toBe(80);
    expect(report.final.totals).toMatchObject({ failed: 0, retransmissions: 0 });
    expect(report.final.totals.duplicates).toBeUndefined();
    expect(report.final.responseTimeMs?.min).toBeUndefined();
    expect(report.hasSingleAnswers).toBe(false);
    expect(report.warnings).toEqual([
      {
        about: "response time",
        machine: expect.any(String) as string,
        text: "sim-a-1: response times have steps of 1 ms",
      },
    ]);
    expect(readFileSync(raw, "utf8").split("\n")[0]).toMatch(/^StartTime;/);
  });

  it("ends at once with what was measured when it is interrupted", async () => {
    const sipp = await runtime.startGenerator(remote, generator);
    const interruption = new AbortController();
    const report = await sipp.run({ ...run, durationMs: 600_000 }, join(directory, "cut"), interruption.signal, () => {
      interruption.abort();
    });
    expect(report.final.interrupted).toBe(true);
    expect(report.intervals[0]).toMatchObject({ index: 0, phase: "warm-up", failed: 0 });
    // Nothing of it is left.
    await sipp.close();
    expect((await execa("pgrep", ["-f", `${directory}/files/generator`], { reject: false })).stdout).toBe("");
  });

  it("names the package of a program that the machine lacks", async () => {
    const config = { ...(generator.config as object), programs: ["no-such-program:its-package"] };
    await expect(runtime.startGenerator(remote, { ...generator, config })).rejects.toThrow(
      "sim: lacks no-such-program, which sim-a-1 needs. Install there: its-package.",
    );
  });

  it("fails with what the generator said last", async () => {
    const { values, ...rest } = generator.config as { readonly values: object };
    const config = { ...rest, values: { ...values, run: "echo the address is taken >&2; exit 4" } };
    const broken = await runtime.startGenerator(remote, { ...generator, config });
    await expect(broken.run(run, join(directory, "broken"), new AbortController().signal)).rejects.toThrow(
      "sim, load generator sim-a-1: the address is taken",
    );
  });
});
