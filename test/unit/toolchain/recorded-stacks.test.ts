import { describe, expect, it } from "vitest";
import { placeOfLab, standsOnLab } from "../../../toolchain/recorded-stacks.ts";

const reference = (name: string) => ({ type: "pulumi:pulumi:StackReference", inputs: { name } });
const step = (environment: object) => ({ type: "command:local:Command", inputs: { environment } });

describe("standsOnLab", () => {
  it("is true of a testbed whose program asked the lab for its inventory, in whatever organization", () => {
    expect(standsOnLab([{ type: "pulumi:pulumi:Stack" }, reference("organization/crossbed/lab")])).toBe(true);
    expect(standsOnLab([reference("lab")])).toBe(true);
  });

  it("is false of one on hosts of a file, and of one that asked another stack", () => {
    expect(standsOnLab([])).toBe(false);
    expect(standsOnLab([step({ LAB: "/lab" }), reference("organization/crossbed/slab")])).toBe(false);
  });
});

describe("placeOfLab", () => {
  it("is what the lab's steps were given", () => {
    const steps = [step({ LAB: "/labs/one", NAME: "one" }), step({ LAB: "/labs/one", NAMESPACE: "crossbed-one" })];
    expect(placeOfLab(steps)).toEqual({ directory: "/labs/one", namespace: "crossbed-one" });
  });

  it("is unknown where nothing of the lab was made", () => {
    expect(placeOfLab([{ type: "pulumi:pulumi:Stack" }, { type: "command:local:Command" }])).toBeUndefined();
  });
});
