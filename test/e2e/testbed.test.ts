/**
 * The whole life of a KVM testbed on the lab, in one clone: set-up, up, measured, failed over, interrupted, its guest moved
 * away and home, its hosts switched to Xen, to bare metal and back, taken down. The steps share one running lab, in this order.
 */
import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultLabName } from "../../base/names.ts";
import { openRun, readSummary } from "../../benchmarks/results/reader.ts";
import { parseEvents } from "../../workloads/ss7/application/events.ts";
import { labsDirectory } from "../../components/virtual-lab/plan.ts";
import type { Status } from "../../cli/render-status.ts";
import { Clone } from "../support/clone.ts";
import { machineState, type MachineState } from "../support/machine-state.ts";
import {
  changes,
  expectMeasured,
  fileSystemUuid,
  headingsOf,
  moveGuardAndHome,
  noteFailures,
  onHosts,
  summaryOf,
  untilSays,
} from "../support/testbed.ts";

const testbed = "kvm-6core";
const others = ["xen-6core", "bare-16core"] as const;

let clone: Clone;
let before: MachineState;
let run: string;
/** Plan, image and file system before the hosts were handed over. */
let firstVisit: unknown[];

const marks = (): string[] => [clone.directory, defaultLabName(clone.directory)];

beforeAll(async () => {
  clone = await Clone.make();
  before = await machineState(marks());
  await clone.crossbed(["setup", "--for", "lab"]);
  // A short benchmark: two loads.
  await clone.pulumi([
    "config",
    "set-all",
    "-s",
    testbed,
    "--path",
    "--plaintext",
    "crossbed:benchmarks.loads[0]=750",
    "--plaintext",
    "crossbed:benchmarks.loads[1]=2250",
  ]);
  for (const stack of others)
    await clone.pulumi(["config", "set", "-s", stack, "--path", "crossbed:benchmarks.loads[0]", "750"]);
});

const hasFailed = noteFailures();
afterAll(async () => {
  await clone.remove(hasFailed());
});

describe("a KVM testbed on the lab", () => {
  it("comes up: the lab, and a second up of it changes nothing", async () => {
    await clone.pulumi(["up", "-s", "lab", "--yes", "--skip-preview"]);
    const again = await clone.pulumi(["up", "-s", "lab", "--yes", "--skip-preview"]);
    expect(Object.keys(changes(again))).toEqual(["unchanged"]);
  });

  it("repairs the lab after one of its processes died", async () => {
    const record = await readFile(join(labsDirectory, defaultLabName(clone.directory), "run/libvirtd.process"), "utf8");
    const pid = Number(record.split(" ")[0]);
    process.kill(pid, "SIGKILL");
    await clone.pulumi(["up", "-s", "lab", "--yes", "--skip-preview"]);
    const again = await clone.pulumi(["up", "-s", "lab", "--yes", "--skip-preview"]);
    expect(Object.keys(changes(again))).toEqual(["unchanged"]);
  });

  it("is begun by a Pulumi that is killed, with work under way on the hosts", async () => {
    const killed = clone.startPulumi(["up", "-s", testbed, "--yes", "--skip-preview"]);
    await untilSays(killed, /guests-image creating/);
    if (killed.pid !== undefined) process.kill(-killed.pid, "SIGKILL");
    await killed;
  });

  it("is built, measured and reported by the next up, which waits for that work", async () => {
    const plan = JSON.parse(await clone.crossbed(["plan", testbed, "--json"])) as { digest: string };
    // Plain pulumi would want `pulumi cancel` first: the killed one left its lock.
    await clone.crossbed(["up", testbed, "--yes"]);
    expect(await clone.output(testbed, "planDigest")).toBe(plan.digest);
    run = (await clone.output(testbed, "run")) as string;
    await access((await clone.output(testbed, "report")) as string);
  });

  it("measured what it says: rates, both hosts' CPU, all statistics, exact sums", async () => {
    const summary = await readSummary(run);
    expect(summary.emulated).toBe(((await clone.output("lab", "inventory")) as { emulated: boolean }).emulated);
    expect(summary.cases.map((row) => row.nominalReqPerSec).toSorted((a, b) => a - b)).toEqual([750, 2250]);
    const reader = await openRun(run);
    expectMeasured(summary.cases.find((row) => row.nominalReqPerSec === 750));
    for (const row of summary.cases) {
      expect(row.outcome).toBe("completed");
      expect(Object.keys(row.cpuPercentByHost).toSorted()).toEqual(["host1", "host2"]);
      expect(row.responseTimeMs?.p99).toBeGreaterThan(0);
      expect(row.cpuPercent?.n).toBeGreaterThan(5);
    }
    const sums = new Map<string, number>();
    for await (const readings of reader.samples()) {
      for (const { series, value } of readings.filter((reading) => reading.series.metric === "load.succeeded")) {
        const key = `${series.case}/${String(series.repetition)}`;
        sums.set(key, (sums.get(key) ?? 0) + value);
      }
    }
    for (const record of reader.cases) {
      const total = record.generators.reduce((sum, generator) => sum + generator.totals.succeeded, 0);
      expect(sums.get(`${record.case}/${String(record.repetition)}`)).toBe(total);
    }
  });

  it("is unchanged by a second up when no benchmark is asked for", async () => {
    // One load is enough from here on.
    await clone.pulumi(["config", "rm", "-s", testbed, "--path", "crossbed:benchmarks.loads[1]"]);
    await clone.pulumi(["config", "set", "-s", testbed, "--path", "crossbed:benchmarks.when", "never"]);
    await clone.pulumi(["up", "-s", testbed, "--yes", "--skip-preview"]);
    const again = await clone.pulumi(["up", "-s", testbed, "--yes", "--skip-preview"]);
    expect(Object.keys(changes(again))).toEqual(["unchanged"]);
  });

  it("tells a fail-over: the standby takes over when the active process is killed under load", async () => {
    await onHosts(clone, testbed, async (remote, request) => {
      const [active] = request.workload.nodes;
      if (active === undefined) throw new Error("the testbed has an application");
      const bench = clone.startCrossbed(["bench", testbed, "--json"]);
      await untilSays(bench, /answered/);
      await remote.run(active.machine, "kill -9 $(pgrep -f '[a]pplication.mjs')");
      const { stdout, exitCode } = await bench;
      expect(exitCode).toBe(0);
      const failedOver = (JSON.parse(stdout) as { run: string }).run;
      const { cases } = await openRun(failedOver);
      const events = cases.flatMap((record) => record.events.map((event) => event.kind));
      expect(events).toContain("fail-over");
      // The killed process was started again.
      const told = await readFile(join(failedOver, "raw/application", `${active.name}.events.jsonl`), "utf8");
      expect(parseEvents(told).filter(({ event }) => event === "started").length).toBeGreaterThan(1);
      // Nothing is lost without a word: every request due is answered or counted as failed.
      for (const { totals } of cases.flatMap((record) => record.generators)) {
        expect(totals.succeeded + totals.failed).toBe(totals.sent);
      }
    });
  });

  it("is whole after Ctrl-C during the benchmark: the run is kept as interrupted, the next up completes", async () => {
    await clone.pulumi(["config", "set", "-s", testbed, "--path", "crossbed:benchmarks.when", "update"]);
    const interrupted = clone.startPulumi(["up", "-s", testbed, "--yes", "--skip-preview"]);
    await untilSays(interrupted, /answered/);
    if (interrupted.pid !== undefined) process.kill(-interrupted.pid, "SIGINT");
    const { exitCode, all } = await interrupted;
    expect(exitCode).not.toBe(0);
    const directory = /results: (\S+)/.exec(all)?.[1] ?? "";
    expect(await readSummary(directory)).toMatchObject({ status: "interrupted", interrupted: true });
    await clone.pulumi(["up", "-s", testbed, "--yes", "--skip-preview"]);
    const next = await readSummary((await clone.output(testbed, "run")) as string);
    expect(next).toMatchObject({ status: "complete", interrupted: false });
  });

  it("holds its hosts: another stack is refused in preview, with the holder and both ways out", async () => {
    const preview = clone.startPulumi(["preview", "-s", "bare-16core"]);
    const { exitCode, all } = await preview;
    expect(exitCode).not.toBe(0);
    expect(all).toContain(`the stack ${testbed} has held them since`);
    expect(all).toContain("npx crossbed switch bare-16core");
    expect(all).toContain(`npx pulumi destroy -s ${testbed}`);
  });

  it("keeps a guest single: moved away by hand it is started nowhere else, and goes home", async () => {
    await clone.pulumi(["config", "set", "-s", testbed, "--path", "crossbed:benchmarks.when", "never"]);
    await moveGuardAndHome(clone, testbed);
    const again = await clone.pulumi(["up", "-s", testbed, "--yes", "--skip-preview"]);
    expect(Object.keys(changes(again))).toEqual(["unchanged"]);
  });

  it("is half down after a switch that is interrupted, and still holds its hosts", async () => {
    firstVisit = [
      await clone.output(testbed, "planDigest"),
      await clone.output(testbed, "imageDigest"),
      await fileSystemUuid(clone, testbed, "kvm"),
    ];
    const interrupted = clone.startCrossbed(["switch", "xen-6core", "--yes"]);
    await untilSays(interrupted, /-ready deleting/);
    if (interrupted.pid !== undefined) process.kill(-interrupted.pid, "SIGINT");
    expect((await interrupted).exitCode).toBe(130);
    const { hosts } = JSON.parse(await clone.crossbed(["status", "--json"])) as Status;
    expect(hosts.map(({ lease }) => lease?.stack)).toEqual([testbed, testbed]);
  });

  it.each(others)("hands its hosts to %s, which is measured with the same tables and figures", async (stack) => {
    await clone.crossbed(["switch", stack, "--yes"]);
    const summary = await summaryOf(clone, stack);
    expect(summary).toMatchObject({ platform: stack.split("-")[0], status: "complete" });
    expectMeasured(summary.cases.find((row) => row.nominalReqPerSec === 750));
    expect(await headingsOf((await clone.output(stack, "run")) as string)).toEqual(await headingsOf(run));
  });

  it("comes back as the same testbed, on the file system that it left", async () => {
    await clone.crossbed(["switch", testbed, "--yes"]);
    expect([
      await clone.output(testbed, "planDigest"),
      await clone.output(testbed, "imageDigest"),
      await fileSystemUuid(clone, testbed, "kvm"),
    ]).toEqual(firstVisit);
    const status = JSON.parse(await clone.crossbed(["status", "--json"])) as Status;
    expect(status.hosts.map(({ hypervisor, lease }) => [hypervisor, lease?.stack])).toEqual([
      ["kvm", testbed],
      ["kvm", testbed],
    ]);
    expect(status.guests.map(({ home, runsOn }) => runsOn === home)).toEqual([true, true, true, true]);
  });

  it("leaves the machine as it was", async () => {
    await clone.crossbed(["down"]);
    expect(await machineState(marks())).toEqual(before);
  });
});
