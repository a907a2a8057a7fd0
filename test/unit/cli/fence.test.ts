import { describe, expect, it } from "vitest";
import { signsOfLife } from "../../../cli/fence.ts";
import { parseInventory } from "../../../rack/inventory.ts";
import { UnreachedError } from "../../../rack/ssh-failure.ts";
import { hostFacts } from "../../support/host-facts.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const inventory = parseInventory("rack.yaml", inventoryDocument());
const rack = (clusterMembers: number[] | null, reason?: Error) => ({
  inventory,
  facts: { host1: hostFacts({ clusterMembers }) },
  gone: reason === undefined ? {} : { host2: reason },
});
const silent = new UnreachedError("does not answer", false, {});

describe("a host that somebody says is off", () => {
  it("shows no sign of life where it is silent, is no member, and its device says nothing else", () => {
    expect(signsOfLife(rack([1], silent), "host2", "silent")).toEqual([]);
    expect(signsOfLife(rack(null, silent), "host2", "off")).toEqual([]);
  });

  it("lives as long as it answers, its device calls it on, or its cluster has it", () => {
    expect(signsOfLife(rack([1, 2]), "host2", "on")).toEqual([
      "it answers",
      "its device calls it on",
      "the cluster has it as a member",
    ]);
  });

  it("lives where it refuses or says what nobody understands", () => {
    const refuses = new UnreachedError("it refuses the key", true, {});
    for (const reason of [refuses, new Error("its facts are not JSON")]) {
      expect(signsOfLife(rack([1], reason), "host2", "silent")).toEqual(["it answers"]);
    }
  });
});
