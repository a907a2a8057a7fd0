import { fc } from "../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { CrossbedError } from "../../../base/errors.ts";
import { parseSpec } from "../../../stacks/spec.ts";

const sixCore = { platform: "kvm", layout: "6core" };

function problemOf(data: unknown): string {
  try {
    parseSpec("test", data);
    return "";
  } catch (error) {
    if (!(error instanceof CrossbedError)) throw error;
    return error.message.replace(/^[^\n]*: 1 problem; nothing has been changed\.\n {2}/, "");
  }
}

describe("parseSpec", () => {
  const known = "platform, layout, guests, inventory, pinning, emulatorPinning, workload, benchmarks";

  it.each<[more: object, problem: string]>([
    [{ platform: "kvn" }, 'platform: is "kvn"; it must be one of bare, kvm, xen, container.'],
    [{ platform: undefined }, "platform: is missing; it must be one of bare, kvm, xen, container."],
    [{ inventory: 123 }, 'inventory: is the number 123; it must be text: write it in quotes, "123".'],
    [{ pining: "none" }, `pining: is "none", but there is no such key; did you mean pinning? Known here: ${known}.`],
    [
      { colour: "red" },
      `colour: is "red", but there is no such key; remove it, or move it to its level. Known here: ${known}.`,
    ],
    [{ guests: null }, "guests: is empty (null); it must be a mapping."],
    [{ workload: [] }, "workload: is a list of 0; it must be a mapping."],
    [{ workload: { kind: "http" } }, 'workload.kind: is "http"; it must be one of ss7, command.'],
    [
      {
        workload: {
          kind: "command",
          node: { port: 1, start: "a", programs: { "a b": "c" } },
          generator: {
            run: "b",
            output: { format: "table", counts: { sent: "s", succeeded: "o", failed: "f" } },
          },
        },
      },
      'workload.node.programs.a b: is "c"; its name must be a name of letters, digits and . _ + -.',
    ],
    [
      {
        workload: {
          kind: "command",
          node: { port: 1, start: "a" },
          generator: {
            run: "b",
            output: { format: "json-lines", separator: ";", counts: { sent: "s", succeeded: "o", failed: "f" } },
          },
        },
      },
      "workload.generator.output.separator: is set, but json-lines has none; remove it, or set format: table.",
    ],
    [{ benchmarks: { loads: "all" } }, 'benchmarks.loads: is "all"; it must be study, or a list.'],
    [{ benchmarks: { loads: [] } }, "benchmarks.loads: is a list of 0; it must have at least 1 entries."],
    [
      { benchmarks: { loads: [1, "2.5"] } },
      'benchmarks.loads[1]: is "2.5"; it must be a finite number: write it without quotes, 2.5.',
    ],
    [{ benchmarks: { loads: [Infinity] } }, "benchmarks.loads[0]: is the number Infinity; it must be a finite number."],
    [{ benchmarks: { loads: [1e9] } }, "benchmarks.loads[0]: is the number 1000000000; it must be at most 1000000."],
    [
      { benchmarks: { loads: [750, 750] } },
      "benchmarks.loads[1]: is 750 again; remove it, and set repetitions for several runs of one load.",
    ],
    [{ benchmarks: { repetitions: 2.5 } }, "benchmarks.repetitions: is the number 2.5; it must be a whole number."],
    [
      { benchmarks: { repetitions: 100 } },
      "benchmarks.repetitions: is 100, which makes 700 cases of 7 loads; at most 600 are allowed. Lower it to 85, or " +
        "give fewer loads.",
    ],
    [
      { workload: { simulatorReqPerSec: 1 } },
      "workload.simulatorReqPerSec: is 1, which takes 9450 generators for a load of 9450; at most 64 are allowed. Raise " +
        "it to 148 at least, or lower the load.",
    ],
  ])("says of %j where, what was found, what is allowed and what to do", (more, problem) => {
    expect(problemOf({ ...sixCore, ...more })).toBe(problem);
  });

  it("answers anything in any place with words, and never with another error", () => {
    const places = fc.constantFrom("platform", "layout", "guests", "inventory", "pinning", "workload", "benchmarks");
    fc.assert(
      fc.property(places, fc.anything({ maxDepth: 3 }), (place, value) => {
        expect(problemOf({ ...sixCore, [place]: value })).not.toMatch(/Invalid|must match|\[object/);
      }),
      { numRuns: 500 },
    );
  });
});
