import { expect, it } from "vitest";
import { closestTo } from "../../../base/closest.ts";

it.each([
  ["netwroks", "networks"],
  ["host", "hosts"],
  ["Luns", "luns"],
  ["simulator", "simulators"],
  ["x", undefined],
  ["something", undefined],
  ["a".repeat(100_000), undefined],
])("%s is meant for %s", (word, meant) => {
  expect(closestTo(word, ["hosts", "networks", "simulators", "luns", "name"])).toBe(meant);
});
