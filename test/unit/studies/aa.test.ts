import { describe, expect, it } from "vitest";
import { aaStudy, refuseOtherBuilds } from "../../../studies/aa.ts";
import type { BegunStudy } from "../../../studies/begin.ts";

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

describe("refuseOtherBuilds", () => {
  const begunWith = (builds: number, lacking: number): BegunStudy =>
    ({
      directory: "/results/studies/aa-kvm-16core/1",
      record: { head: { blocks: Array.from({ length: builds }, () => ({})) } },
      progress: [{ lacking: Array.from({ length: lacking }, () => ({})) }],
    }) as unknown as BegunStudy;

  it("says with how many builds an unfinished one was begun", () => {
    expect(() => {
      refuseOtherBuilds(aaStudy("kvm-16core", 4), begunWith(6, 1));
    }).toThrow(
      "aa-kvm-16core, --times 4: this study was begun with 6 builds and is not finished. Give --times 6, or begin anew with --new;",
    );
  });

  it("lets go on what was begun alike, and begin what is finished or was never begun", () => {
    refuseOtherBuilds(aaStudy("kvm-16core", 6), begunWith(6, 1));
    refuseOtherBuilds(aaStudy("kvm-16core", 4), begunWith(6, 0));
    refuseOtherBuilds(aaStudy("kvm-16core", 4), undefined);
  });
});
