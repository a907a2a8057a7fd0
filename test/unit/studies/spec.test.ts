import { describe, expect, it } from "vitest";
import { CrossbedError } from "../../../base/errors.ts";
import { digestOfStudy, parseStudy } from "../../../studies/spec.ts";

const whole = { name: "small", stacks: ["bare-16core", "kvm-16core"] };

function messageFor(data: unknown): string {
  try {
    parseStudy("study.yaml", data);
    return "";
  } catch (error) {
    if (!(error instanceof CrossbedError)) throw error;
    return error.message;
  }
}

describe("parseStudy", () => {
  it("gives what is left out its default, and each stack the loads that are its own or everybody's", () => {
    const stacks = ["bare-16core", { stack: "kvm-16core", loads: "study" }];
    expect(parseStudy("study.yaml", { name: "small", stacks, loads: [750] })).toEqual({
      name: "small",
      stacks: [
        { stack: "bare-16core", loads: [750] },
        { stack: "kvm-16core", loads: "study" },
      ],
      repetitions: 2,
      rebuild: "each",
      order: "random-blocks",
      seed: 1,
      switchMinutes: 10,
    });
  });

  it("tells all problems at once, each with its path, what was found and what is allowed", () => {
    const text = messageFor({ name: "Small Study", stacks: [{ stack: 7 }], rebuild: "always", repetition: 2 });
    expect(text).toBe(
      [
        "study.yaml: 4 problems; nothing has been changed.",
        '  name: is "Small Study"; it must be 1 to 32 lower-case letters, digits and hyphens, with a letter or digit at both ends.',
        '  stacks[0].stack: is the number 7; it must be text: write it in quotes, "7".',
        '  rebuild: is "always"; it must be one of each, once.',
        "  repetition: is the number 2, but there is no such key; did you mean repetitions? Known here: name, stacks, loads, repetitions, rebuild, order, seed, switchMinutes.",
      ].join("\n"),
    );
  });

  it("refuses a stack that stands there twice", () => {
    expect(messageFor({ ...whole, stacks: ["bare-16core", { stack: "bare-16core" }] })).toBe(
      'study.yaml: 1 problem; nothing has been changed.\n  stacks[1]: is "bare-16core" again; remove it, and set repetitions for several builds of one stack.',
    );
  });
});

describe("digestOfStudy", () => {
  it("is of what the file says, not of how it says it", () => {
    const plain = digestOfStudy(parseStudy("a.yaml", whole));
    expect(digestOfStudy(parseStudy("b.yaml", { ...whole, repetitions: 2 }))).toBe(plain);
    expect(digestOfStudy(parseStudy("a.yaml", { ...whole, seed: 2 }))).not.toBe(plain);
  });
});
