import { expect, test } from "vitest";
import { conditionDifferences } from "../../../../../benchmarks/analysis/compare/conditions.ts";
import type { Side } from "../../../../../benchmarks/analysis/compare/unit.ts";
import type { Manifest } from "../../../../../benchmarks/results/manifest.ts";
import { syntheticConditions } from "../../../../support/synthetic-run.ts";

const manifest: Manifest = { ...syntheticConditions, version: 2, run: "20261123T030512Z-a", status: "complete" };

function sideOf(name: string, ...changes: readonly Partial<Manifest>[]): Side {
  return {
    name,
    runs: changes.map((change) => ({
      manifest: { ...manifest, ...change },
      analysis: { summary: null as never, histograms: [] },
    })),
  };
}

test("conditionDifferences · nothing for the same conditions at another time, with other clocks and warnings", () => {
  const later = { run: "20261124T030512Z-b", startedAtMs: manifest.startedAtMs + 1e8, planDigest: "sha256:other" };
  const hosts = manifest.hosts.map((host) => ({ ...host, clockOffsetMs: 7 }));
  expect(conditionDifferences([sideOf("a", {}), sideOf("b", { ...later, hosts })])).toEqual([]);
});

test("conditionDifferences · the likeliest explanation first, what forbids a comparison marked", () => {
  const hosts = manifest.hosts.map((host) => ({ ...host, facts: { ...host.facts, kernel: "6.13" } }));
  const other = { platform: "xen", seed: 7, scale: { ...manifest.scale, load: 1 }, hosts };
  expect(conditionDifferences([sideOf("a", {}), sideOf("b", other)])).toEqual([
    { path: "platform", values: [["kvm"], ["xen"]], forbids: false },
    { path: "scale.load", values: [["0.02"], ["1"]], forbids: true },
    { path: "hosts[synthetic-host1].facts.kernel", values: [["6.12.0-synthetic"], ["6.13"]], forbids: false },
    { path: "hosts[synthetic-host2].facts.kernel", values: [["6.12.0-synthetic"], ["6.13"]], forbids: false },
    { path: "seed", values: [["42"], ["7"]], forbids: false },
  ]);
});

test("conditionDifferences · machines are known by name: their order is no difference", () => {
  expect(conditionDifferences([sideOf("a", {}), sideOf("b", { hosts: manifest.hosts.toReversed() })])).toEqual([]);
});

test("conditionDifferences · runs of one side that differ are told, too", () => {
  expect(conditionDifferences([sideOf("a", {}, { emulated: false }), sideOf("b", {})])).toEqual([
    { path: "emulated", values: [["true", "false"], ["true"]], forbids: true },
  ]);
});

test("conditionDifferences · whole cases of a run that was cut are comparable: how it ended is told, and forbids nothing", () => {
  expect(conditionDifferences([sideOf("a", {}, { status: "interrupted" }), sideOf("b", {})])).toEqual([
    { path: "status", values: [["complete", "interrupted"], ["complete"]], forbids: false },
  ]);
});
