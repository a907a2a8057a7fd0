import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { BenchmarkRequest } from "../../../benchmarks/run/request.ts";
import type { HostFacts } from "../../../rack/facts.ts";
import { parseInventory } from "../../../rack/inventory.ts";
import { benchmarkRequest } from "../../../stacks/benchmark-request.ts";
import { planTestbed } from "../../../stacks/plan.ts";
import type { Shares } from "../../../stacks/shares.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { hostFacts } from "../../support/host-facts.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const spec = parseSpec("test", {
  platform: "xen",
  layout: "6core",
  inventory: "rack.yaml",
  benchmarks: { loads: [750] },
});
const inventory = parseInventory("rack.yaml", {
  ...inventoryDocument(),
  hosts: inventoryDocument().hosts.map((host) => ({ ...host, pcpus: 16, memoryMiB: 24_576 })),
});
const plan = planTestbed("test", spec, inventory, "sources");

/** What a host says of itself that the inventory's claims allow, with changes. */
function facts(index: number, changes: Partial<HostFacts> = {}): HostFacts {
  const { name = "", interfaces = [] } = inventory.hosts[index] ?? {};
  const cards = interfaces.map(({ mac }, at) => ({ name: `eth${String(at)}`, mac }));
  return hostFacts({ name, pcpus: 16, memoryMiB: 24_102, interfaces: cards, ...changes });
}

it("benchmarkRequest · gives each host's own pCPUs and memory, by which its CPU is divided, and not the inventory's", async () => {
  const request = benchmarkRequest({
    ...{ spec, inventory, plan, facts: {}, project: "/project" },
    lease: { stack: "test", clone: "a".repeat(32), holder: "me@here" },
    hostFacts: pulumi.output<Record<string, HostFacts>>({ host1: facts(0), host2: facts(1, { memoryMiB: 24_000 }) }),
    guestHostKeys: pulumi.output<Record<string, string>>({}),
    shares: pulumi.output<Shares>({}),
  });
  const { hosts } = await new Promise<BenchmarkRequest>((resolve) => request.apply(resolve));
  expect(hosts.map(({ name, pcpus, memoryMiB }) => [name, pcpus, memoryMiB])).toEqual([
    ["host1", 16, 24_102],
    ["host2", 16, 24_000],
  ]);
});
