/**
 * What the end-to-end suite leaves out for its length: Xen, and live migration under load on both hypervisors, on one lab
 * whose hosts change hands.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Mover } from "../../benchmarks/run/migration/move.ts";
import { openRun, readSummary } from "../../benchmarks/results/reader.ts";
import { defaultLabName } from "../../base/names.ts";
import type { Status } from "../../cli/render-status.ts";
import { Clone } from "../support/clone.ts";
import { machineState, type MachineState } from "../support/machine-state.ts";
import {
  changes,
  expectAtHome,
  expectHops,
  expectMeasured,
  expectSlice,
  failMigration,
  fileSystemUuid,
  headingsOf,
  loseDeviceModel,
  moveGuardAndHome,
  noteFailures,
  onHosts,
  summaryOf,
  untilSays,
} from "../support/testbed.ts";

let clone: Clone;
let before: MachineState;
/** Of the Xen LUN on the first visit. */
let xenFileSystem: string;
let xenRun: string;

const marks = (): string[] => [clone.directory, defaultLabName(clone.directory)];

beforeAll(async () => {
  clone = await Clone.make();
  before = await machineState(marks());
  await clone.crossbed(["setup", "--for", "lab"]);
  for (const stack of ["xen-6core", "bare-16core"])
    await clone.pulumi(["config", "set", "-s", stack, "--path", "crossbed:benchmarks.loads[0]", "750"]);
});

const hasFailed = noteFailures();
afterAll(async () => {
  await clone.remove(hasFailed());
});

describe("Xen and live migration on the lab", () => {
  it("builds and measures a Xen testbed, xentop on both hosts", async () => {
    await clone.pulumi(["up", "-s", "lab", "--yes", "--skip-preview"]);
    await clone.pulumi(["up", "-s", "xen-6core", "--yes", "--skip-preview"]);
    const summary = await summaryOf(clone, "xen-6core");
    expect(summary).toMatchObject({ platform: "xen", status: "complete" });
    expectMeasured(summary.cases[0]);
    xenRun = (await clone.output("xen-6core", "run")) as string;
    const run = await openRun(xenRun);
    expect(run.manifest.hosts[0]?.facts).toMatchObject({ hypervisor: "xen", "dom0 vCPUs": "1" });
    xenFileSystem = await fileSystemUuid(clone, "xen-6core", "xen");
  });

  it("tells what holds and runs the hosts, and who is in o2cb's cluster", async () => {
    const { hosts } = JSON.parse(await clone.crossbed(["status", "--json"])) as Status;
    expect(hosts.map(({ hypervisor, lease, clusterMembers }) => [hypervisor, lease?.stack, clusterMembers])).toEqual([
      ["xen", "xen-6core", [1, 2]],
      ["xen", "xen-6core", [1, 2]],
    ]);
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

  it("starts a Xen guest again whose device model died", async () => {
    await loseDeviceModel(clone, "xen-6core");
  });

  it("hands its hosts to bare metal, which is measured with the same tables and figures", async () => {
    await clone.crossbed(["switch", "bare-16core", "--yes"]);
    expect(await summaryOf(clone, "bare-16core")).toMatchObject({ platform: "bare", status: "complete" });
    await expectSlice(clone, "bare-16core");
    expect(await headingsOf((await clone.output("bare-16core", "run")) as string)).toEqual(await headingsOf(xenRun));
  });

  it("moves a KVM guest away and home twice under load", async () => {
    await clone.crossbed(["switch", "kvm-migration", "--yes"]);
    await expectHops(clone, "kvm-migration");
  });

  it("has the guest at home when the run is interrupted in the middle of a hop", async () => {
    const bench = clone.startCrossbed(["bench", "kvm-migration", "--json"]);
    await untilSays(bench, /hop 1 of 4/);
    if (bench.pid !== undefined) process.kill(-bench.pid, "SIGINT");
    const { exitCode, all } = await bench;
    expect(exitCode).toBe(130);
    expect(await readSummary(/results: (\S+)/.exec(all)?.[1] ?? "")).toMatchObject({ status: "interrupted" });
    await expectAtHome(clone, "kvm-migration");
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
    await expectAtHome(clone, "kvm-migration");
  });

  it("moves a Xen guest away and home twice under load, on the file system that was there", async () => {
    await clone.crossbed(["switch", "xen-migration", "--yes"]);
    expect(await fileSystemUuid(clone, "xen-migration", "xen")).toBe(xenFileSystem);
    await expectHops(clone, "xen-migration");
  });

  it("leaves the machine as it was", async () => {
    await clone.crossbed(["down"]);
    expect(await machineState(marks())).toEqual(before);
  });
});
