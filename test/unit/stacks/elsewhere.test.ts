import { describe, expect, it } from "vitest";
import { visitorsWithoutWay } from "../../../cli/start-elsewhere.ts";
import { parseInventory } from "../../../rack/inventory.ts";
import type { HostFacts } from "../../../rack/facts.ts";
import { planElsewhere } from "../../../stacks/elsewhere.ts";
import { planTestbed, type TestbedPlan } from "../../../stacks/plan.ts";
import { parseSpec } from "../../../stacks/spec.ts";
import { hostFacts } from "../../support/host-facts.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const planOf = (platform: string) =>
  planTestbed(
    "test",
    parseSpec("test", { platform, layout: "6core" }),
    parseInventory("rack.yaml", inventoryDocument()),
    "",
  );
const plan = planOf("kvm");
const mounted = (changes: Partial<HostFacts> = {}): HostFacts =>
  hostFacts({ clusterFilesystems: [{ source: "/dev/sda", target: "/crossbed/kvm", type: "gfs2" }], ...changes });
const running = (name: string): Partial<HostFacts> => ({
  domains: [{ uuid: "u", name, isRunning: true, stalled: null }],
});
const placedOf = (of: TestbedPlan, facts: Readonly<Record<string, HostFacts>>) => {
  const { placed, left } = planElsewhere(of, "host2", facts);
  return {
    placed: placed.map(({ guest, host }) => `${guest.name} on ${host}`),
    left: left.map(({ guest, why }) => `${guest.name}: ${why}`),
  };
};
const withMemory = (memoryMiB: number): TestbedPlan => ({
  ...plan,
  hosts: plan.hosts.map((host) => (host.name === "host1" ? { ...host, memoryMiB } : host)),
});

describe("planElsewhere", () => {
  it("places the lost host's guests where the file system is mounted and memory is left, in the plan's order", () => {
    expect(placedOf(plan, { host1: mounted() })).toEqual({ placed: ["a2 on host1", "b2 on host1"], left: [] });
  });

  it("takes no host without the file system, or whose file system is dead", () => {
    const none = "no other host has its file system and room for it";
    const left = [`a2: ${none}`, `b2: ${none}`];
    expect(placedOf(plan, { host1: hostFacts() })).toEqual({ placed: [], left });
    expect(placedOf(plan, { host1: mounted({ withdrawn: ["t"] }) })).toEqual({ placed: [], left });
    expect(placedOf(plan, {})).toEqual({ placed: [], left });
  });

  it("fills a host no further than its memory, its own guests counted though they are off", () => {
    const each = plan.guests[0]?.memoryMiB ?? 0;
    // What is left of the host's memory for guests.
    const reserveMiB = 4096 - roomOf(4096);
    const { placed, left } = placedOf(withMemory(reserveMiB + 3 * each), { host1: mounted() });
    expect([placed, left]).toEqual([["a2 on host1"], ["b2: no other host has its file system and room for it"]]);
  });

  it("takes no host with fewer pCPUs than a guest that is pinned has vCPUs", () => {
    const wide = { ...planOf("kvm"), pinning: "one-to-one" as const };
    const guests = wide.guests.map((guest) => ({ ...guest, vcpus: 2 }));
    expect(placedOf({ ...wide, guests }, { host1: mounted() }).placed).toEqual([]);
  });

  it("leaves a guest that runs, and guests whose disks are their host's own", () => {
    expect(placedOf(plan, { host1: mounted(running("cb-a2")) })).toEqual({
      placed: ["b2 on host1"],
      left: ["a2: it runs on host1"],
    });
    expect(placedOf(planOf("container"), { host1: hostFacts() }).left).toEqual([
      "a2: its disk is host2's own",
      "b2: its disk is host2's own",
    ]);
  });
});

/** Guests' memory that fits on a host of that size beside what it keeps for itself, in MiB. */
function roomOf(memoryMiB: number): number {
  const fits = (size: number): boolean => {
    const guests = plan.guests.filter(({ host }) => host === "host2").slice(0, 1);
    const one = { ...withMemory(memoryMiB), guests: guests.map((guest) => ({ ...guest, memoryMiB: size })) };
    return planElsewhere(one, "host2", { host1: mounted() }).placed.length === 1;
  };
  let size = memoryMiB;
  while (!fits(size)) size -= 1;
  return size;
}

describe("visitorsWithoutWay", () => {
  it("are guests whose home is back without the file system: they cannot move there live", () => {
    const of = (host2: HostFacts | undefined) =>
      visitorsWithoutWay({
        plan,
        facts: { host1: mounted(running("cb-a2")), ...(host2 === undefined ? {} : { host2 }) },
      }).map(({ guest, host }) => `${guest.name} on ${host}`);
    expect(of(hostFacts({ name: "host2" }))).toEqual(["a2 on host1"]);
    expect(of(mounted({ name: "host2" }))).toEqual([]);
    expect(of(undefined)).toEqual([]);
  });
});
