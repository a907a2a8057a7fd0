import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import type { CaseContext } from "../../../../benchmarks/run/context.ts";
import { runHops } from "../../../../benchmarks/run/migration/hops.ts";
import type { PlannedCase } from "../../../../benchmarks/cases/planned-case.ts";
import { recordingRemote } from "../../../support/recording-remote.ts";

it("runHops · asks the workload before a hop whether the cluster is whole, and no machine of it beside: a load runs", async () => {
  const directory = mkdtempSync(join(tmpdir(), "crossbed-hops-"));
  onTestFinished(() => {
    rmSync(directory, { recursive: true });
  });
  const { remote, scripts } = recordingRemote();
  const nodes = ["a1", "a2"].map((machine, index) => ({
    ...{ name: `A-${machine}`, machine, cluster: "a" },
    preferred: index === 0 ? "active" : "standby",
  }));
  let awaited: unknown;
  const context = {
    remote,
    request: {
      stack: "kvm-migration",
      workload: { nodes, services: [{ name: "stp", machine: "sim" }], generators: [{ cluster: "a", machine: "sim" }] },
      migration: {
        scheme: "qemu",
        hosts: ["host1", "host2"].map((name) => ({ name, managementAddress: "m", migrationAddress: "n" })),
        guests: [{ name: "a1", domain: "cb-a1", host: "host1", trafficAddress: "10.0.0.1" }],
      },
    },
    workload: { awaitNodes: (_: unknown, asked: unknown) => ((awaited = asked), Promise.resolve()) },
    clocks: new Map([["sim", { offsetMs: 0 }]]),
    writer: { rawFile: (...names: unknown[]) => Promise.resolve(join(directory, String(names.at(-1)))) },
    signal: new AbortController().signal,
  } as unknown as CaseContext;
  const migration = { cluster: "a", hops: 1, pauseSec: 0, limitSec: 60, expectedSec: 60 };
  const planned = { case: "migration", repetition: 1 } as unknown as PlannedCase;
  const { failure } = await runHops(migration, planned, 0, context, new AbortController().signal);
  // The remote knows no guest: so far the hop came.
  expect(failure).toContain("cb-a1 runs on no host.");
  expect(awaited).toEqual(nodes);
  const asked = scripts().map(({ name }) => name.replace(/^\d+ on /u, ""));
  expect(asked.toSorted()).toEqual(["host1", "host1", "host2", "sim"]);
});
