import { describe, expect, it } from "vitest";
import type { NodeMachine } from "../../../../../workloads/workload.ts";
import { planNodes } from "../../../../../workloads/ss7/plan/nodes.ts";

const machine = (name: string, cluster: string, last: number): NodeMachine => ({
  name,
  cluster,
  trafficAddresses: [`10.77.1.${String(last)}`],
  interconnectAddress: `10.77.3.${String(last)}`,
  cpus: 2,
  memoryMiB: 512,
});

describe("planNodes", () => {
  it("makes a pair of each cluster that shares a point code and sends heartbeats to each other", () => {
    const nodes = planNodes({
      machines: [machine("a1", "a", 21), machine("a2", "a", 22), machine("b1", "b", 23), machine("b2", "b", 24)],
      isEmulated: true,
    });
    expect(nodes.map(({ node, preferred, pointCode }) => [node, preferred, pointCode])).toEqual([
      ["a1", "active", 101],
      ["a2", "standby", 101],
      ["b1", "active", 102],
      ["b2", "standby", 102],
    ]);
    const [a1, a2, b1] = nodes;
    expect([a1?.heartbeat.local, a1?.heartbeat.peer]).toEqual([a2?.heartbeat.peer, a2?.heartbeat.local]);
    expect(a1?.heartbeat.port).not.toBe(b1?.heartbeat.port);
  });

  it("gives emulated machines more patience with a silent peer", () => {
    const patience = (isEmulated: boolean): number => {
      const [node] = planNodes({ machines: [machine("a1", "a", 21), machine("a2", "a", 22)], isEmulated });
      return (node?.heartbeat.intervalMs ?? 0) * (node?.heartbeat.missed ?? 0);
    };
    expect(patience(true)).toBeGreaterThan(patience(false));
  });

  it("refuses a cluster that is not a pair", () => {
    expect(() => planNodes({ machines: [machine("a1", "a", 21)], isEmulated: false })).toThrow(
      "cluster a has 1 machines; an active/standby pair needs 2",
    );
  });
});
