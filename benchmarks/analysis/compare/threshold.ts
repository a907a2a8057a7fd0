/** A question for a pipeline: `p99 > +10 %`, `cpu > +5`, `failed > 0`. Each load and each other side answers it. */
import { invalidInput } from "../../../base/errors.ts";
import type { Comparison, ComparisonRow } from "./compare.ts";
import { risk } from "../../../base/confidence.ts";
import { estimateShift } from "../hodges-lehmann.ts";
import { ratioOf } from "./difference.ts";
import { measures, type MeasureName } from "./measures.ts";

export interface Threshold {
  /** As it was written. */
  readonly text: string;
  readonly measure: MeasureName;
  readonly direction: ">" | "<";
  /** A share of the base, such as 0.1, or a difference in the measure's unit. */
  readonly limit: number;
  readonly isRatio: boolean;
}

const form = /^\s*([a-z0-9-]+)\s*([<>])\s*([+-]?\d+(?:\.\d+)?)\s*(%?)\s*$/u;

/**
 * Parses a question. `%` means percent of the base's value; without it the limit is a difference in the measure's unit.
 * @throws CrossbedError `invalid_input` that lists the measures.
 */
export function parseThreshold(text: string): Threshold {
  const [, name = "", direction, limit = "", percent] = form.exec(text) ?? [];
  const names = measures.map((each) => each.name);
  const measure = names.find((each) => each === name);
  if (direction === undefined || measure === undefined) {
    const message = `${JSON.stringify(text)} is no question such as "p99 > +10 %" or "cpu > 5". Measures: ${names.join(", ")}.`;
    throw invalidInput("command line", [{ path: "--fail-if", message }]);
  }
  const isRatio = percent === "%";
  return {
    text: text.trim(),
    measure,
    direction: direction === ">" ? ">" : "<",
    limit: isRatio ? Number(limit) / 100 : Number(limit),
    isRatio,
  };
}

export type Answer = "shown" | "not-shown" | "cannot-tell";

export interface Finding {
  readonly threshold: Threshold;
  readonly answer: Answer;
  /** The rows that gave the answer; empty when no row has the measure. */
  readonly rows: readonly ComparisonRow[];
}

/**
 * The answer is "shown" when one row lies beyond the limit with its whole interval, and "not shown" when all rows lie within the limit
 * with theirs; else the data cannot tell. Only one end of an interval counts, so its confidence must be 90 % (one-sided 95 %), divided
 * over the rows (Bonferroni).
 */
export function answerThreshold(threshold: Threshold, { rows }: Comparison): Finding {
  const asked = rows.filter((row) => row.measure.name === threshold.measure);
  const answers = asked.map((row) => answerRow(threshold, row, asked.length));
  const pick = (answer: Answer): ComparisonRow[] => asked.filter((_, index) => answers[index] === answer);
  if (answers.includes("shown")) return { threshold, answer: "shown", rows: pick("shown") };
  if (answers.length === 0 || answers.includes("cannot-tell"))
    return { threshold, answer: "cannot-tell", rows: pick("cannot-tell") };
  return { threshold, answer: "not-shown", rows: asked };
}

function answerRow({ isRatio, limit, direction }: Threshold, { difference }: ComparisonRow, rows: number): Answer {
  const { base, other } = difference;
  const confidence = 1 - (2 * risk) / rows;
  // Where a value is not above 0 there is no ratio.
  if (isRatio && difference.ratio === undefined) return "cannot-tell";
  const shift = isRatio ? ratioOf(base, other, confidence) : estimateShift(other, base, confidence);
  if (shift.confidence < confidence - 1e-9) return "cannot-tell";
  const [low, high] = direction === ">" ? [shift.low, shift.high] : [-shift.high, -shift.low];
  const bound = direction === ">" ? limit : -limit;
  if (low > bound) return "shown";
  return high <= bound ? "not-shown" : "cannot-tell";
}
