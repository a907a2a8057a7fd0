/** The four research questions answered in sentences, with what carries them and what speaks against them. */
import { confidenceLevel, confidenceText, risk } from "../../../base/confidence.ts";
import { measures, type MeasureName } from "../../analysis/compare/measures.ts";
import { widestRatio, type Conclusion, type Effect } from "../../analysis/study/effect.ts";
import type { Answer, Question, QuestionKind } from "../../analysis/study/questions.ts";
import type { Testbed } from "../../analysis/study/testbed.ts";
import type { TrendCrossing } from "../../analysis/study/trends.ts";
import { platformTitle } from "../../../platforms/index.ts";
import { pText } from "../comparison/words.ts";
import { formatMs, formatNumber, formatRate } from "../format.ts";

/** As the study asks them (thesis 1.3). */
export const questionTexts: Readonly<Record<QuestionKind, string>> = {
  virtualization: "How does virtualization impact the response time and CPU utilization of telecommunication services?",
  hypervisors: "Which hypervisor has better performance in terms of migration, response time and CPU utilization?",
  significance: "Are there any significant differences in performance of the hypervisors?",
  layouts: "How do performances of the hypervisors differ for various test cases?",
};

export function testbedName({ platform, layout }: Pick<Testbed, "platform" | "layout">): string {
  return `${platformTitle(platform)} ${layout}`;
}

export function measureTitle(name: MeasureName): string {
  return measures.find((each) => each.name === name)?.title ?? name;
}

const unitOfMeasure = (name: MeasureName): string => measures.find((each) => each.name === name)?.unit ?? "";

/** `+1.9 points [+1.2, +2.6]` or `+63 % [+41, +88]`; a dash where nothing can be said. */
function effectText({ estimate, interval, vagueFreedom, scale, measure }: Effect): string {
  if (estimate === undefined) return "–";
  const show = (value: number): string => {
    const shown = scale === "ratio" ? formatNumber(100 * value, Math.abs(value) < 0.1 ? 1 : 0) : formatNumber(value, 2);
    return value > 0 ? `+${shown}` : shown;
  };
  const unit = scale === "ratio" ? "%" : unitOfMeasure(measure) === "%" ? "points" : unitOfMeasure(measure);
  const range =
    vagueFreedom !== undefined
      ? ` (interval withheld: with ${countOf(vagueFreedom, "degree")} of freedom its ends differ by more than ${formatNumber(widestRatio)} times)`
      : interval === undefined
        ? ""
        : ` [${show(interval.low)}, ${show(interval.high)}]`;
  return `${show(estimate)} ${unit}${range}`;
}

function countOf(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? "" : "s"}`;
}

/** `5 loads from 750 to 7950 req/s`. */
function loadsText({ loads }: Effect): string {
  const [first, last] = [loads[0]?.load, loads.at(-1)?.load];
  if (first === undefined || last === undefined) return "no load that both have";
  const moving = first.hasMigration ? " with live migration" : "";
  const rate = (reqPerSec: number): string => formatRate(reqPerSec);
  return loads.length === 1
    ? `${rate(first.nominalReqPerSec)} req/s${moving}`
    : `${String(loads.length)} loads from ${rate(first.nominalReqPerSec)} to ${rate(last.nominalReqPerSec)} req/s${moving}`;
}

/** A sentence: who against whom, where, by how much, and what follows. */
export function answerText({ effect, adjustedP, conclusion }: Answer): string {
  const { base, other, measure, delta } = effect;
  const p = `p ${pText(adjustedP).startsWith("<") ? pText(adjustedP) : `= ${pText(adjustedP)}`}`;
  const size = delta === undefined ? "" : `, Cliff's δ ${formatNumber(delta, 2)}`;
  return (
    `${testbedName(other)} against ${testbedName(base)}, ${loadsText(effect)}: ${measureTitle(measure)} ${effectText(effect)}; ` +
    `${conclusionText(conclusion, effect)} (${p}${size}).`
  );
}

function conclusionText(conclusion: Conclusion, { loads }: Effect): string {
  switch (conclusion.kind) {
    case "shown":
      return `shown to be ${conclusion.direction}`;
    case "not-shown":
      return "no difference shown";
    case "withheld": {
      const most = Math.max(0, ...loads.map(({ base, other }) => Math.min(base.length, other.length)));
      const needs =
        conclusion.repetitions === undefined
          ? "the testbeds share no load"
          : `${String(conclusion.repetitions)} observations a side at each load could tell, here are ${String(most)}`;
      return `withheld: ${needs}`;
    }
  }
}

/** What a reader takes away: how many comparisons show what, or why nothing is said. */
export function headlineOf({ answers, kind, lacking }: Question): string {
  if (answers.length === 0) {
    const missing = lacking.map(({ base, other }) => `${base} and ${other}`).join(", ");
    return `Withheld: ${missing === "" ? "no two testbeds share a load that both measured" : `the study lacks ${missing} in one layout, at loads that both measured`}.`;
  }
  const count = (of: readonly Answer[], is: (conclusion: Conclusion) => boolean): number =>
    of.filter(({ conclusion }) => is(conclusion)).length;
  if (answers.every(({ conclusion }) => conclusion.kind === "withheld")) {
    return "Withheld: too few observations for any conclusion. What was seen, and what could tell, stands below.";
  }
  if (kind === "significance") {
    const shown = count(answers, (each) => each.kind === "shown");
    const withheld = count(answers, (each) => each.kind === "withheld");
    const rest = withheld === 0 ? "" : `; ${String(withheld)} ${withheld === 1 ? "is" : "are"} withheld`;
    return `Of ${String(answers.length)} comparisons ${shown === 0 ? "none shows" : `${String(shown)} show`} a difference, at a risk of ${String(100 * risk)} % over all of them together${rest}.`;
  }
  const names = [...new Set(answers.map(({ effect }) => effect.measure))];
  const parts = names.map((name) => {
    const of = answers.filter(({ effect }) => effect.measure === name);
    const directions = (["higher", "lower"] as const).flatMap((direction) => {
      const shown = of.filter(({ conclusion }) => conclusion.kind === "shown" && conclusion.direction === direction);
      return shown.length === 0 ? [] : [`${direction} with ${pairsText(shown, kind)}`];
    });
    const open = count(of, (each) => each.kind === "not-shown");
    const withheld = count(of, (each) => each.kind === "withheld");
    return `${capital(measureTitle(name))}: ${[
      ...directions,
      ...(open === 0 ? [] : [`no difference shown in ${String(open)} of ${String(of.length)}`]),
      ...(withheld === 0 ? [] : [`withheld in ${String(withheld)} of ${String(of.length)}`]),
    ].join(", ")}`;
  });
  return `${parts.join(". ")}.`;
}

/** `KVM 16core and Xen 16core than with bare metal`: what shares a base stands together. */
function pairsText(answers: readonly Answer[], kind: QuestionKind): string {
  const byBase = new Map<string, string[]>();
  for (const { effect } of answers) {
    const base = kind === "layouts" ? effect.base.layout : platformTitle(effect.base.platform);
    byBase.set(base, [...(byBase.get(base) ?? []), testbedName(effect.other)]);
  }
  return listOf([...byBase].map(([base, others]) => `${listOf(others)} than with ${base}`));
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** A sentence's first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `Mean response time: KVM 16core is below KVM 6core up to 3 200 req/s, 95 % interval 3 010 to 3 350, and above it beyond`. */
export function crossingText(crossing: TrendCrossing): string {
  const { left, right, measure, reqPerSec, lowerBefore, interval, share } = crossing;
  const [lower, higher] = lowerBefore === "left" ? [left, right] : [right, left];
  const sure = isShown(crossing) && interval !== undefined;
  const doubt =
    share === undefined
      ? "; nothing was repeated, so how surely is not known"
      : `; in ${formatNumber(100 * (1 - share))} of 100 drawn pairs of curves they do not cross at all, so that they do is not shown`;
  return (
    `${capital(measureTitle(measure))}: ${testbedName(lower)} is below ${testbedName(higher)} up to ${formatRate(reqPerSec)} req/s` +
    `${sure ? `, ${confidenceText} interval ${formatRate(interval.low)} to ${formatRate(interval.high)}` : ""}, and above it beyond${sure ? "" : doubt}`
  );
}

/** Whether nearly all curves that could have been measured cross. */
export function isShown({ share }: TrendCrossing): boolean {
  return share !== undefined && share >= confidenceLevel;
}

/** A value with its unit, in the digits of its kind. */
export function valueText(name: MeasureName, value: number | undefined): string {
  const unit = unitOfMeasure(name);
  return unit === "ms" ? formatMs(value) : formatNumber(value, 1);
}
