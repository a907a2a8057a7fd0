import { fc } from "../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { CrossbedError } from "../../../base/errors.ts";
import { parseLabSpec } from "../../../stacks/lab-spec.ts";

const lab = {
  subnet: "10.1.0.0/16",
  luns: { kvmGiB: 4, xenGiB: 4 },
  scale: { memory: "1/24", load: "1/300", time: "1/30" },
};

function problemOf(data: unknown): string {
  try {
    parseLabSpec(data);
    return "";
  } catch (error) {
    if (!(error instanceof CrossbedError)) throw error;
    return error.message.replace(/^stacks\/lab\.yaml: 1 problem; nothing has been changed\.\n {2}/u, "");
  }
}

describe("parseLabSpec", () => {
  it("takes factors as numbers and as fractions", () => {
    expect(parseLabSpec({ ...lab, scale: { memory: 0.5, load: "1/4", time: 1 } }).scale).toEqual({
      memory: 0.5,
      load: 0.25,
      time: 1,
    });
  });

  it.each<[more: object, problem: RegExp]>([
    [{ scale: { ...lab.scale, load: 1e300 } }, /^scale\.load: is the number 1e\+300; it must be at most 4\.$/u],
    [{ scale: { ...lab.scale, load: "9999/1" } }, /^scale\.load: is "9999\/1"; it must be at most 4\.$/u],
    [
      { scale: { ...lab.scale, time: "1/99999999" } },
      /^scale\.time: is "1\/99999999"; it must be at least 0\.0001\.$/u,
    ],
    [{ scale: { ...lab.scale, time: "1/0" } }, /^scale\.time: is "1\/0"; it must be a finite number, or /u],
    [{ luns: { kvmGiB: 1e9, xenGiB: 4 } }, /^luns\.kvmGiB: is the number 1000000000; it must be at most 4096\.$/u],
    [{ hosts: { vcpus: 1000 } }, /^hosts\.vcpus: is the number 1000; it must be at most 64\.$/u],
    [{ hosts: { sockets: Infinity } }, /^hosts\.sockets: is the number Infinity; it must be /u],
    [
      { hosts: { memoryMib: 4096 } },
      /^hosts\.memoryMib: is the number 4096, but there is no such key; did you mean memoryMiB\?/u,
    ],
    [{ subnet: "224.1.0.0/16" }, /^subnet: is "224\.1\.0\.0\/16"; it must be an IPv4 \/16 that machines can have/u],
    [{ name: "My Lab" }, /^name: is "My Lab"; it must be 1 to 32 lower-case letters/u],
  ])("says of %j where, what was found and what is allowed", (more, problem) => {
    expect(problemOf({ ...lab, ...more })).toMatch(problem);
  });

  it("answers anything in any place with words, and never with another error", () => {
    const places = fc.constantFrom("name", "accelerator", "subnet", "hosts", "simulator", "luns", "fencing", "scale");
    fc.assert(
      fc.property(places, fc.anything({ maxDepth: 3 }), (place, value) => {
        expect(problemOf({ ...lab, [place]: value })).not.toMatch(/Invalid|must match|\[object/u);
      }),
      { numRuns: 500 },
    );
  });
});
