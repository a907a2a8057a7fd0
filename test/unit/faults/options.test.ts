import { describe, expect, it } from "vitest";
import { faults } from "../../faults/faults.ts";
import { readOptions } from "../../faults/options.ts";

const read = (...args: readonly string[]) => readOptions(args, faults, 7);
const timesOf = ({ wanted }: ReturnType<typeof read>): [string, number][] =>
  [...wanted].map(([{ name }, times]) => [name, times]);

describe("what the suite of faults is asked for", () => {
  it("is one of each that the table wants", () => {
    expect(timesOf(read())).toEqual(faults.filter(({ times }) => times > 0).map(({ name }) => [name, 1]));
    expect(read()).toMatchObject({ stack: "kvm-6core", seed: 7, check: "end", isMissingOnly: false });
  });

  it("is a fault by its name, also one beyond the table, as often as is said", () => {
    expect(timesOf(read("--only", "host-cut-off", "--times", "3"))).toEqual([["host-cut-off", 3]]);
  });

  it("is at most the table's times where only what lacks is wanted", () => {
    expect(timesOf(read("--only", "silent-bmc", "--missing"))).toEqual([["silent-bmc", 2]]);
  });

  it.each([
    [["--only", "flood"], /^--only names flood; there are: /u],
    [["--times", "0"], /^--times is 0; give a number from 1 to 99\.$/u],
    [["--seed", "-1"], /seed/u],
    [["--seed", "x"], /^--seed is x; give a whole number from 0 to 2147483647\.$/u],
    [["--check", "never"], /^--check is never; give each or end\.$/u],
  ])("is refused: %s", (args, words) => {
    expect(() => read(...args)).toThrow(words);
  });
});
