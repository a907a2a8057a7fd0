/** What speaks against the answers to a question, from the runs' own manifests. */
import { conditionDifferences } from "../compare/conditions.ts";
import type { Question } from "./questions.ts";
import type { Testbed } from "./testbed.ts";

export type Objection =
  | { readonly kind: "emulated" }
  /** The study's own numbers: one mean for each load. */
  | { readonly kind: "printed" }
  /** They measured different things. */
  | {
      readonly kind: "incomparable";
      readonly base: Testbed;
      readonly other: Testbed;
      readonly paths: readonly string[];
    }
  /** Conditions beside platform and layout that were not the same; the likeliest explanation first. */
  | { readonly kind: "unequal"; readonly base: Testbed; readonly other: Testbed; readonly paths: readonly string[] }
  /** Each testbed was built once. */
  | { readonly kind: "one-build" }
  /** Loads that one side has and the other did not carry or measure. */
  | {
      readonly kind: "other-loads";
      readonly base: Testbed;
      readonly other: Testbed;
      readonly loads: readonly number[];
    };

/** What differs on purpose between two testbeds of a study. */
const meant = /^(platform|layout|stack|seed|spec\.(platform|layout)|guests)\b/u;

export function objectionsTo({ answers }: Pick<Question, "answers">): Objection[] {
  const pairs = [...new Map(answers.map(({ effect }) => [pairKey(effect), effect])).values()];
  const testbeds = pairs.flatMap(({ base, other }) => [base, other]);
  const conditions = pairs.flatMap(({ base, other }): Objection[] => {
    if (base.side === undefined || other.side === undefined) return [];
    const differences = conditionDifferences([base.side, other.side]).filter(({ path }) => !meant.test(path));
    const pathsOf = (forbids: boolean): string[] =>
      differences.filter((each) => each.forbids === forbids).map(({ path }) => path);
    const [forbidding, others] = [pathsOf(true), pathsOf(false)];
    return [
      ...(forbidding.length === 0 ? [] : [{ kind: "incomparable" as const, base, other, paths: forbidding }]),
      ...(others.length === 0 ? [] : [{ kind: "unequal" as const, base, other, paths: others }]),
    ];
  });
  return [
    ...(testbeds.some(({ emulated }) => emulated) ? [{ kind: "emulated" as const }] : []),
    ...(testbeds.some(({ side }) => side === undefined) ? [{ kind: "printed" as const }] : []),
    ...conditions.toSorted(
      (left, right) => Number(right.kind === "incomparable") - Number(left.kind === "incomparable"),
    ),
    ...(pairs.some(({ unit, base }) => unit === "repetition" && base.side !== undefined)
      ? [{ kind: "one-build" as const }]
      : []),
    ...pairs.flatMap(({ base, other }): Objection[] => {
      const loads = lonelyLoads(base, other);
      return loads.length === 0 ? [] : [{ kind: "other-loads", base, other, loads }];
    }),
  ];
}

function pairKey({ base, other }: { readonly base: Testbed; readonly other: Testbed }): string {
  return JSON.stringify([base.platform, base.layout, other.platform, other.layout]);
}

function lonelyLoads(...testbeds: readonly [Testbed, Testbed]): number[] {
  const [left, right] = testbeds.map(
    (testbed) =>
      new Set(
        testbed
          .observations("repetition")
          .filter(({ load, isCarried }) => !load.hasMigration && isCarried)
          .map(({ load }) => load.nominalReqPerSec),
      ),
  );
  return [...(left ?? []), ...(right ?? [])]
    .filter((load) => left?.has(load) !== right?.has(load))
    .toSorted((a, b) => a - b);
}
