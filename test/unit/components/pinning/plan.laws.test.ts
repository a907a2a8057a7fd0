import { fc } from "../../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { planShares, planVisit } from "../../../../components/pinning/plan.ts";
import { coreOf, type Topology } from "../../../../rack/topology.ts";

/** Hosts of equal sockets, a node each, whose pCPUs are numbered core by core or thread by thread. */
const hosts = fc
  .record({
    sockets: fc.integer({ min: 1, max: 4 }),
    cores: fc.integer({ min: 1, max: 6 }),
    threads: fc.integer({ min: 1, max: 2 }),
    isThreadFirst: fc.boolean(),
  })
  .map(({ sockets, cores, threads, isThreadFirst }): Topology => {
    const all = sockets * cores;
    return {
      pcpus: Array.from({ length: all * threads }, (_, pcpu) => {
        const core = isThreadFirst ? Math.floor(pcpu / threads) : pcpu % all;
        const socket = Math.floor(core / cores);
        return { pcpu, socket, core, node: socket };
      }),
      nodes: Array.from({ length: sockets }, (_, node) => ({ node, memoryMiB: 65_536 })),
    };
  });
const demands = fc
  .array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 })
  .map((sizes) => sizes.map((vcpus, index) => ({ name: `g${String(index)}`, vcpus, memoryMiB: 512 })));

const countOf = (numbers: readonly number[]): number[] => {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return [...counts.values()];
};

describe("planShares", () => {
  it("gives every vCPU a pCPU that the host has, and no pCPU twice as long as they reach", () => {
    fc.assert(
      fc.property(hosts, demands, (topology, list) => {
        const { pins, own } = planShares(topology, list);
        const given = Object.values(pins).flat();
        const vcpus = list.reduce((sum, demand) => sum + demand.vcpus, 0);
        expect(list.map(({ name, vcpus }) => [name, vcpus])).toEqual(
          Object.entries(pins).map(([name, pcpus]) => [name, pcpus.length]),
        );
        expect(given.every((pcpu) => topology.pcpus.some((one) => one.pcpu === pcpu))).toBe(true);
        if (vcpus <= topology.pcpus.length) expect(new Set(given).size).toBe(vcpus);
        expect(own.filter((pcpu) => given.includes(pcpu))).toEqual([]);
      }),
    );
  });

  it("lets no two guests share a core as long as whole cores are left", () => {
    fc.assert(
      fc.property(hosts, demands, (topology, list) => {
        const perCore = topology.pcpus.length / new Set(topology.pcpus.map(coreOf)).size;
        const wholeCores = list.reduce((sum, { vcpus }) => sum + Math.ceil(vcpus / perCore), 0);
        fc.pre(wholeCores * perCore <= topology.pcpus.length);
        const { pins } = planShares(topology, list);
        const coresOf = (name: string): string[] => [
          ...new Set(topology.pcpus.filter(({ pcpu }) => pins[name]?.includes(pcpu)).map(coreOf)),
        ];
        const all = list.flatMap(({ name }) => coresOf(name));
        expect(new Set(all).size).toBe(all.length);
      }),
    );
  });

  it("keeps each of several equal guests on one node where the nodes have room for all of them", () => {
    fc.assert(
      fc.property(hosts, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (topology, vcpus, count) => {
        const cores = new Set(topology.pcpus.map(coreOf)).size;
        const perNode = cores / topology.nodes.length;
        const threads = vcpus * count <= cores ? 1 : topology.pcpus.length / cores;
        fc.pre(Math.floor(perNode / Math.ceil(vcpus / threads)) * topology.nodes.length >= count);
        const list = Array.from({ length: count }, (_, index) => ({ name: String(index), vcpus, memoryMiB: 512 }));
        for (const pcpus of Object.values(planShares(topology, list).pins)) {
          const nodes = topology.pcpus.filter(({ pcpu }) => pcpus.includes(pcpu)).map(({ node }) => node);
          expect(new Set(nodes).size).toBe(1);
        }
      }),
    );
  });

  it("loads no pCPU with two vCPUs more than another where they do not reach", () => {
    fc.assert(
      fc.property(hosts, fc.integer({ min: 1, max: 40 }), (topology, vcpus) => {
        fc.pre(vcpus > topology.pcpus.length);
        const { pins, own } = planShares(topology, [{ name: "a", vcpus, memoryMiB: 512 }]);
        const counts = countOf(pins["a"] ?? []);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(own).toEqual([]);
      }),
    );
  });

  it("gives equal hosts equal shares", () => {
    fc.assert(
      fc.property(hosts, demands, (topology, list) => {
        const shuffled = { ...topology, pcpus: topology.pcpus.toReversed() };
        expect(planShares(shuffled, list)).toEqual(planShares(topology, list));
      }),
    );
  });
});

describe("planVisit", () => {
  it("takes nothing from those who live there while the host has pCPUs of its own", () => {
    fc.assert(
      fc.property(hosts, demands, fc.integer({ min: 1, max: 8 }), (topology, list, vcpus) => {
        const shares = planShares(topology, list);
        fc.pre(shares.own.length > 0);
        const visit = planVisit(topology, shares, { name: "visitor", vcpus, memoryMiB: 512 });
        expect(visit).toHaveLength(vcpus);
        expect(visit.every((pcpu) => shares.own.includes(pcpu))).toBe(true);
        if (vcpus <= shares.own.length) expect(new Set(visit).size).toBe(vcpus);
      }),
    );
  });
});
