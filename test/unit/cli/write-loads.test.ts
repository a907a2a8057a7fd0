import { expect, it } from "vitest";
import { configCommands } from "../../../cli/write-loads.ts";

it("replaces a stack's list of loads as a whole, in one write", () => {
  expect(configCommands("kvm-6core", [60, 7.5])).toEqual([
    ["config", "rm", "--stack", "kvm-6core", "--path", "crossbed:benchmarks.loads"],
    [
      ...["config", "set-all", "--stack", "kvm-6core", "--path"],
      ...["--plaintext", "crossbed:benchmarks.loads[0]=60"],
      ...["--plaintext", "crossbed:benchmarks.loads[1]=7.5"],
    ],
  ]);
});
