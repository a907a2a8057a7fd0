import { describe, expect, it } from "vitest";
import { renderCpuList, topologyFacts } from "../../../rack/topology.ts";
import { studyServer } from "../../support/topology.ts";

describe("renderCpuList", () => {
  it.each([
    [[], ""],
    [[3], "3"],
    [[2, 0, 1, 5, 16, 17], "0-2,5,16-17"],
  ])("%j is %s", (numbers, text) => {
    expect(renderCpuList(numbers)).toBe(text);
  });
});

describe("topologyFacts", () => {
  it("counts sockets, nodes, cores and pCPUs, and says which belong together", () => {
    expect(topologyFacts(studyServer(2))).toEqual({
      topology: "2 sockets, 2 nodes, 16 cores, 32 pCPUs",
      "node 0": "pCPUs 0-7,16-23, 12288 MiB",
      "node 1": "pCPUs 8-15,24-31, 12288 MiB",
      "SMT siblings": "0+16 1+17 2+18 3+19 4+20 5+21 6+22 7+23 8+24 9+25 10+26 11+27 12+28 13+29 14+30 15+31",
    });
  });

  it("says nothing of what the host did not say", () => {
    expect(topologyFacts({ pcpus: [], nodes: [] })).toEqual({});
    expect(topologyFacts({ pcpus: [{ pcpu: 0 }, { pcpu: 1 }], nodes: [] })).toEqual({ topology: "2 pCPUs" });
  });
});
