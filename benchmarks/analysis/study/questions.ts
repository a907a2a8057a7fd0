/** The study's four research questions (thesis 1.3) as comparisons of testbeds. */
import { platformNames, platformOf } from "../../../platforms/index.ts";
import type { PlatformRecord } from "../../../platforms/platform.ts";
import type { MeasureName } from "../compare/measures.ts";
import { holmAdjusted } from "../holm.ts";
import { conclude, effectOf, type Conclusion, type Effect } from "./effect.ts";
import type { Testbed } from "./testbed.ts";

export interface Answer {
  readonly effect: Effect;
  /** After Holm's method over all answers to the question. */
  readonly adjustedP: number;
  readonly conclusion: Conclusion;
}

export type QuestionKind = "virtualization" | "hypervisors" | "significance" | "layouts";

export interface Question {
  readonly number: 1 | 2 | 3 | 4;
  readonly kind: QuestionKind;
  readonly answers: readonly Answer[];
  /** What the question needs and no two testbeds of the study are, in words. */
  readonly lacking: readonly { readonly base: string; readonly other: string }[];
}

/** The study asks for CPU utilisation and response time. */
const loadMeasures: readonly MeasureName[] = ["cpu", "mean"];
const migrationMeasures: readonly MeasureName[] = [
  "downtime-network",
  "downtime-service",
  "migration-time",
  "migration-cpu",
];

type Pair = readonly [base: Testbed, other: Testbed];

/** Testbeds in their order. Questions two and three ask the same comparisons: which is better, and whether that is shown. */
export function questionsOf(testbeds: readonly Testbed[]): Question[] {
  const platforms = [...new Set(testbeds.map(({ platform }) => platform))];
  const find = (platform: string, layout: string): Testbed | undefined =>
    testbeds.find((each) => each.platform === platform && each.layout === layout);
  const layouts = [...new Set(testbeds.map(({ layout }) => layout))];
  const pairsOf = (base: string, other: string): Pair[] =>
    layouts.flatMap((layout): Pair[] => {
      const [left, right] = [find(base, layout), find(other, layout)];
      return left === undefined || right === undefined ? [] : [[left, right]];
    });

  const hypervisors = platforms.filter((name) => recordOf(name)?.hasHypervisor === true);
  const plain = platforms.filter(isPlain);
  const virtualization = plain.flatMap((base) =>
    platforms.filter((platform) => platform !== base).flatMap((other) => pairsOf(base, other)),
  );
  const between = hypervisors.flatMap((base, index) =>
    hypervisors.slice(index + 1).flatMap((other) => pairsOf(base, other)),
  );
  const within = platforms.flatMap((platform) => {
    const own = testbeds.filter(
      (each) => each.platform === platform && each.observations("repetition").some(isPlainLoad),
    );
    return own.slice(1).map((other, index): Pair => [own[index] ?? other, other]);
  });
  const better = answersOf(between, [...loadMeasures, ...migrationMeasures]);
  const lackHypervisors = between.length > 0 ? [] : [{ base: "one hypervisor", other: "another" }];
  return [
    {
      number: 1,
      kind: "virtualization",
      answers: answersOf(virtualization, loadMeasures),
      lacking: virtualization.length > 0 ? [] : [{ base: "hosts without a platform between", other: "a platform" }],
    },
    { number: 2, kind: "hypervisors", answers: better, lacking: lackHypervisors },
    { number: 3, kind: "significance", answers: better, lacking: lackHypervisors },
    {
      number: 4,
      kind: "layouts",
      answers: answersOf(within, loadMeasures),
      lacking: within.length > 0 ? [] : [{ base: "one layout", other: "another of one platform" }],
    },
  ];
}

/** The application on the hosts themselves: what every platform is compared with. */
function isPlain(name: string): boolean {
  return recordOf(name)?.carrier === "host";
}

/** Undefined for a platform of another version's results. */
function recordOf(name: string): PlatformRecord | undefined {
  const known = platformNames.find((each) => each === name);
  return known === undefined ? undefined : platformOf(known);
}

function isPlainLoad({ load }: { readonly load: { readonly hasMigration: boolean } }): boolean {
  return !load.hasMigration;
}

/** One family of tests: effects without a load ask nothing, and leave it. */
function answersOf(pairs: readonly Pair[], names: readonly MeasureName[]): Answer[] {
  const effects = pairs
    .flatMap(([base, other]) =>
      names.map((measure) => {
        const isOfMigration = migrationMeasures.includes(measure);
        return effectOf(base, other, measure, ({ hasMigration }) => hasMigration === isOfMigration);
      }),
    )
    .filter(({ loads }) => loads.length > 0);
  const adjusted = holmAdjusted(effects.map(({ p }) => p));
  return effects.map((effect, index) => {
    const adjustedP = adjusted[index] ?? 1;
    return { effect, adjustedP, conclusion: conclude(effect, adjustedP, effects.length) };
  });
}
