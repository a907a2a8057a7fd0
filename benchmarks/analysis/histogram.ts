/** Response times of many generators and intervals as one distribution: histograms are added, percentiles never averaged. */
import { CrossbedError, messageOf } from "../../base/errors.ts";
import { percentileNames, percentiles, perName, type Percentile } from "../../base/metrics.ts";
import { usToMs } from "../../base/units.ts";
import { greatestOf, halfOfThreeDigits, leastOf, slotOf, withSlot } from "./histogram-slots.ts";
import { addCounts, openHistogram } from "./histogram-text.ts";

export interface Distribution extends Readonly<Record<Percentile, number>> {
  readonly count: number;
  /** Milliseconds against the share of answers that took at most so long, for a curve. */
  readonly curve: readonly { readonly percentile: number; readonly valueMs: number }[];
}

/** Adds up HdrHistograms of whole microseconds. */
export class HistogramSum {
  #counts: Float64Array = new Float64Array(2 ** 10);
  /** Undefined: to be counted. */
  #total: number | undefined;

  /** Of counts by slot, as `counts` gives them. */
  static of(counts: Float64Array): HistogramSum {
    const sum = new HistogramSum();
    sum.#counts = counts;
    return sum;
  }

  /** By slot of three digits. */
  get counts(): Float64Array {
    return this.#counts;
  }

  /** Adds one histogram, HdrHistogram V2, deflated, base64. @throws CrossbedError `malformed` for another text, with `where`. */
  add(encoded: string, where: string): void {
    this.#total = undefined;
    try {
      const text = openHistogram(encoded);
      const { half } = text;
      if (half === halfOfThreeDigits) this.#counts = addCounts(text, this.#counts);
      else {
        const counts = addCounts(text, new Float64Array(0));
        this.#addEach(counts, (slot) => slotOf(leastOf(slot, half), halfOfThreeDigits));
      }
    } catch (cause) {
      const message = `the histogram of ${where} cannot be read: ${messageOf(cause)}.`;
      throw new CrossbedError("malformed", message, { hint: "Restore the run's files from a copy.", cause });
    }
  }

  /** Adds all that another sum holds. */
  addSum(other: HistogramSum): void {
    this.#total = undefined;
    this.#addEach(other.#counts, (slot) => slot);
  }

  #addEach(counts: Float64Array, slotOfOurs: (slot: number) => number): void {
    counts.forEach((count, theirs) => {
      if (count === 0) return;
      const slot = slotOfOurs(theirs);
      if (slot >= this.#counts.length) this.#counts = withSlot(this.#counts, slot);
      this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
    });
  }

  get count(): number {
    return (this.#total ??= this.#counts.reduce((sum, count) => sum + count, 0));
  }

  /**
   * Milliseconds that so many percent of the answers took at most, 0 the least of them; to three digits. Undefined without an answer.
   * It is the upper edge of a slot, which may lie above the greatest answer: `mostMs`, where that is known.
   */
  percentileMs(percentile: number, mostMs = Infinity): number | undefined {
    if (this.count === 0) return undefined;
    // A share that is whole but for its last digit is whole.
    const wanted = Math.max(1, Math.ceil((percentile / 100) * this.count * (1 - Number.EPSILON)));
    let slot = 0;
    for (let seen = this.#counts[0] ?? 0; seen < wanted; seen += this.#counts[slot] ?? 0) slot += 1;
    return Math.min(usToMs((percentile === 0 ? leastOf : greatestOf)(slot, halfOfThreeDigits)), mostMs);
  }

  /** In milliseconds; undefined when nothing was answered. Values are exact to three digits, as recorded. */
  distribution(): Distribution | undefined {
    const at = (percentile: number): number => this.percentileMs(percentile) ?? NaN;
    if (this.count === 0) return undefined;
    // Ever closer to 100, so that the tail is drawn as finely as the middle.
    const shares = Array.from({ length: 60 }, (_, step) => 100 * (1 - 10 ** (-step / 15)));
    return {
      count: this.count,
      ...perName(percentileNames, (name) => at(percentiles[name].percent)),
      curve: shares
        // Beyond one answer in so many there is nothing more to see.
        .filter((percentile) => this.count * (1 - percentile / 100) >= 1)
        .map((percentile) => ({ percentile, valueMs: at(percentile) })),
    };
  }
}
