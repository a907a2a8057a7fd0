import { describe, expect, it } from "vitest";
import { aaStudy } from "../../../studies/aa.ts";

describe("aaStudy", () => {
  it("is a study of one stack, built anew for each repetition, at the stack's own loads", () => {
    expect(aaStudy("kvm-16core", 6)).toMatchObject({
      name: "aa-kvm-16core",
      stacks: [{ stack: "kvm-16core", loads: undefined }],
      repetitions: 6,
      rebuild: "each",
    });
  });

  it("refuses a name that no stack has, and says where it stood", () => {
    expect(() => aaStudy("../etc", 6)).toThrow("--aa ../etc --times 6: 2 problems");
  });
});
