import { describe, expect, it } from "vitest";
import { planShares, planVisit, type Demand } from "../../../../components/pinning/plan.ts";
import { studyServer } from "../../../support/topology.ts";

const guest = (name: string, vcpus: number, memoryMiB = 4096): Demand => ({ name, vcpus, memoryMiB });
const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe("planShares on two sockets of eight cores", () => {
  it("gives two guests of six vCPUs a node each, and leaves the host the first cores of both", () => {
    expect(planShares(studyServer(1), [guest("a1", 6), guest("b1", 6)])).toEqual({
      pins: { a1: range(10, 15), b1: range(2, 7) },
      own: [0, 1, 8, 9],
    });
  });

  it("spreads a guest of twelve in equal parts", () => {
    expect(planShares(studyServer(1), [guest("a1", 12)])).toEqual({
      pins: { a1: [...range(2, 7), ...range(10, 15)] },
      own: [0, 1, 8, 9],
    });
  });

  it("gives a guest of sixteen all of them, and the host nothing of its own", () => {
    expect(planShares(studyServer(1), [guest("a1", 16)])).toEqual({ pins: { a1: range(0, 15) }, own: [] });
  });

  it("gives each vCPU a core to itself where there are enough; siblings stay idle", () => {
    expect(planShares(studyServer(2), [guest("a1", 6), guest("b1", 6)])).toEqual({
      pins: { a1: range(10, 15), b1: range(2, 7) },
      own: [0, 1, 8, 9, 16, 17, 24, 25],
    });
    expect(planShares(studyServer(2), [guest("a1", 16)]).own).toEqual(range(16, 31));
  });

  it("gives siblings to neighbouring vCPUs of one guest where there are not", () => {
    expect(planShares(studyServer(2), [guest("a1", 12), guest("b1", 12)])).toEqual({
      pins: {
        a1: [10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31],
        b1: [2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23],
      },
      own: [0, 1, 8, 9, 16, 17, 24, 25],
    });
  });

  it("spreads a guest whose memory no node has free", () => {
    expect(planShares(studyServer(1), [guest("a1", 4, 16_384)]).pins).toEqual({ a1: [6, 7, 14, 15] });
    expect(planShares(studyServer(1), [guest("a1", 4, 8192), guest("b1", 4, 8192)]).pins).toEqual({
      a1: range(12, 15),
      b1: range(4, 7),
    });
  });
});

describe("planShares on the lab's hosts", () => {
  it("has all share the one pCPU", () => {
    const topology = { pcpus: [{ pcpu: 0, socket: 0, core: 0, node: 0 }], nodes: [] };
    expect(planShares(topology, [guest("a1", 1), guest("b1", 1)])).toEqual({ pins: { a1: [0], b1: [0] }, own: [] });
  });

  it("gives nothing where the host does not say what it has", () => {
    expect(planShares({ pcpus: [], nodes: [] }, [guest("a1", 2)])).toEqual({ pins: { a1: [] }, own: [] });
  });
});

describe("planVisit", () => {
  const topology = studyServer(1);

  it("takes what nobody lives on", () => {
    expect(planVisit(topology, planShares(topology, [guest("b2", 6)]), guest("a1", 6))).toEqual(range(2, 7));
  });

  it("has the visitor's vCPUs share where that does not reach, and leaves those who live there alone", () => {
    const shares = planShares(topology, [guest("a2", 6), guest("b2", 6)]);
    expect(planVisit(topology, shares, guest("a1", 6))).toEqual([9, 8, 1, 0, 9, 8]);
  });

  it("shares with those who live there only where the host has nothing of its own", () => {
    const one = { pcpus: [{ pcpu: 0 }], nodes: [] };
    expect(planVisit(one, planShares(one, [guest("a2", 1)]), guest("a1", 1))).toEqual([0]);
  });
});
