/**
 * What the end-to-end suite leaves out for its length: Xen, and live migration under load on both hypervisors, on one lab
 * whose hosts change hands.
 */
import { access } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRun, readSummary } from "../../benchmarks/results/reader.ts";
import type { Summary } from "../../benchmarks/results/schema.ts";
import { Mover } from "../../benchmarks/run/migration/move.ts";
import { defaultLabName } from "../../base/names.ts";
import type { Status } from "../../stacks/render-status.ts";
import { Clone } from "../support/clone.ts";
import { machineState, type MachineState } from "../support/machine-state.ts";
import {
  changes,
  expectMeasured,
  failMigration,
  fileSystemUuid,
  moveGuardAndHome,
  onHosts,
  untilSays,
} from "../support/testbed.ts";

let clone: Clone;
let before: MachineState;
/** Of the Xen LUN on the first visit. */
let xenFileSystem: string;

const marks = (): string[] => [clone.directory, defaultLabName(clone.directory)];

beforeAll(async () => {
  clone = await Clone.make();
  before = await machineState(marks());
  await clone.crossbed(["setup", "--for", "lab"]);
  await clone.pulumi(["config", "set", "-s", "xen-6core", "--path", "crossbed:benchmarks.loads[0]", "750"]);
});

afterAll(async () => {
  await clone.crossbed(["down"]);
  await clone.remove();
});

async function summaryOf(stack: string): Promise<Summary> {
  const run = (await clone.output(stack, "run")) as string;
  await access((await clone.output(stack, "report")) as string);
  return await readSummary(run);
}

/** The study's migration case ran to its end, and the guest is at home. */
async function expectHops(stack: string): Promise<void> {
  const { status, cases } = await summaryOf(stack);
  expect(status).toBe("complete");
  const [{ hops = [] } = { hops: [] }] = cases;
  expect(hops.map(({ from, to, failure }) => [from, to, failure])).toEqual([
    ["host1", "host2", undefined],
    ["host2", "host1", undefined],
    ["host1", "host2", undefined],
    ["host2", "host1", undefined],
  ]);
  for (const hop of hops) {
    expect(hop.totalMs).toBeGreaterThan(0);
    expect(hop.networkDowntimeMs).toBeGreaterThan(0);
    expect(hop.serviceDowntimeMs).not.toBeNull();
    // libvirt counts stopped vCPUs under KVM; its Xen driver keeps no figures.
    if (stack.startsWith("kvm")) expect(hop.hypervisorDowntimeMs).toBeGreaterThan(0);
    else expect(hop.hypervisorDowntimeMs).toBeNull();
  }
  // No request is lost that the statistics do not show.
  const run = await openRun((await clone.output(stack, "run")) as string);
  for (const { totals } of run.cases.flatMap((record) => record.generators)) {
    expect(totals.succeeded + totals.failed).toBe(totals.sent);
  }
  await expectAtHome(stack);
}

async function expectAtHome(stack: string): Promise<void> {
  const { guests } = JSON.parse(await clone.crossbed(["status", stack, "--json"])) as Status;
  expect(guests.map(({ home, runsOn }) => [runsOn, home])).toEqual(guests.map(({ home }) => [home, home]));
}

describe("Xen and live migration on the lab", () => {
  it("builds and measures a Xen testbed, xentop on both hosts", async () => {
    await clone.pulumi(["up", "-s", "lab", "--yes", "--skip-preview"]);
    await clone.pulumi(["up", "-s", "xen-6core", "--yes", "--skip-preview"]);
    const summary = await summaryOf("xen-6core");
    expect(summary).toMatchObject({ platform: "xen", status: "complete" });
    expectMeasured(summary.cases[0]);
    const run = await openRun((await clone.output("xen-6core", "run")) as string);
    expect(run.manifest.hosts[0]?.facts).toMatchObject({ hypervisor: "xen", "dom0 vCPUs": "1" });
    xenFileSystem = await fileSystemUuid(clone, "xen-6core", "xen");
  });

  it("is unchanged by a second up when no benchmark is asked for", async () => {
    await clone.pulumi(["config", "set", "-s", "xen-6core", "--path", "crossbed:benchmarks.when", "never"]);
    await clone.pulumi(["up", "-s", "xen-6core", "--yes", "--skip-preview"]);
    const again = await clone.pulumi(["up", "-s", "xen-6core", "--yes", "--skip-preview"]);
    expect(Object.keys(changes(again))).toEqual(["unchanged"]);
  });

  it("keeps a Xen guest single on OCFS2, and brings it home", async () => {
    await moveGuardAndHome(clone, "xen-6core");
  });

  it("has a Xen guest go on at home when its migration fails after it was stopped", async () => {
    await failMigration(clone, "xen-6core");
  });

  it("moves a KVM guest away and home twice under load", async () => {
    await clone.crossbed(["switch", "kvm-migration", "--yes"]);
    await expectHops("kvm-migration");
  });

  it("has the guest at home when the run is interrupted in the middle of a hop", async () => {
    const bench = clone.startCrossbed(["bench", "kvm-migration", "--json"]);
    await untilSays(bench, /hop 1 of 4/);
    if (bench.pid !== undefined) process.kill(-bench.pid, "SIGINT");
    const { exitCode, all } = await bench;
    expect(exitCode).toBe(130);
    expect(await readSummary(/results: (\S+)/.exec(all)?.[1] ?? "")).toMatchObject({ status: "interrupted" });
    await expectAtHome("kvm-migration");
  });

  it("has the guest at home when the runner is killed in the middle of a hop", async () => {
    const bench = clone.startCrossbed(["bench", "kvm-migration", "--json"]);
    await untilSays(bench, /hop 1 of 4/);
    await onHosts(clone, "kvm-migration", async (remote, { migration }) => {
      if (migration === undefined) throw new Error("nothing can move");
      const mover = new Mover(remote, { ...migration, limitSec: 900 });
      const moved = migration.guests.find(({ name }) => name === "a1");
      if (moved === undefined || bench.pid === undefined) throw new Error("nothing moves");
      // Both hosts list a guest that is on its way.
      const runsOn = async (): Promise<string> => (await mover.whereRuns(moved)).join(" ");
      while ((await runsOn()) !== "host1 host2");
      process.kill(-bench.pid, "SIGKILL");
      await bench;
      while ((await runsOn()) !== "host2");
      while ((await runsOn()) !== "host1");
    });
    await expectAtHome("kvm-migration");
  });

  it("moves a Xen guest away and home twice under load, on the file system that was there", async () => {
    await clone.crossbed(["switch", "xen-migration", "--yes"]);
    expect(await fileSystemUuid(clone, "xen-migration", "xen")).toBe(xenFileSystem);
    await expectHops("xen-migration");
  });

  it("leaves the machine as it was", async () => {
    await clone.crossbed(["down"]);
    expect(await machineState(marks())).toEqual(before);
  });
});
