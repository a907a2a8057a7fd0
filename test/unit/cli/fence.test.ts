import { describe, expect, it } from "vitest";
import { signsOfLife } from "../../../cli/fence.ts";

const lost = { device: { host: "host2", nodeId: 2 }, peer: "host1" };
const gone = { host2: new Error("does not answer") };
const members = (...clusterMembers: number[]) => ({ host1: { clusterMembers } });

describe("a host that somebody says is off", () => {
  it("shows no sign of life where it is silent, is no member, and its device says nothing else", () => {
    expect(signsOfLife({ facts: members(1), gone }, lost, "silent")).toEqual([]);
    expect(signsOfLife({ facts: { host1: { clusterMembers: null } }, gone }, lost, "off")).toEqual([]);
  });

  it("lives as long as it answers, its device calls it on, or its cluster has it", () => {
    expect(signsOfLife({ facts: members(1, 2), gone: {} }, lost, "on")).toEqual([
      "it answers",
      "its device calls it on",
      "the cluster on host1 has it as a member",
    ]);
  });
});
