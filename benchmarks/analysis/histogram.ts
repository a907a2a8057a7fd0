/** Response times of many generators and intervals as one distribution: histograms are added, percentiles never averaged. */
import { CrossbedError, messageOf } from "../../base/errors.ts";
import { usToMs } from "../../base/units.ts";
import { greatestOf, halfOfThreeDigits, leastOf, slotOf } from "./histogram-slots.ts";
import { eachCount, openHistogram } from "./histogram-text.ts";

export interface Distribution {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  /** Milliseconds against the share of answers that took at most so long, for a curve. */
  readonly curve: readonly { readonly percentile: number; readonly valueMs: number }[];
}

/** Adds up HdrHistograms of whole microseconds. */
export class HistogramSum {
  /** By slot of three digits. */
  #counts = new Float64Array(2 ** 10);
  #total = 0;

  /** Adds one histogram, HdrHistogram V2, deflated, base64. @throws CrossbedError `malformed` for another text, with `where`. */
  add(encoded: string, where: string): void {
    try {
      const text = openHistogram(encoded);
      const { half } = text;
      eachCount(text, (slot, count) => {
        this.#add(half === halfOfThreeDigits ? slot : slotOf(leastOf(slot, half), halfOfThreeDigits), count);
      });
    } catch (cause) {
      const message = `the histogram of ${where} cannot be read: ${messageOf(cause)}.`;
      throw new CrossbedError("malformed", message, { hint: "Restore the run's files from a copy.", cause });
    }
  }

  /** Adds all that another sum holds. */
  addSum(other: HistogramSum): void {
    for (const [slot, count] of other.#counts.entries()) if (count > 0) this.#add(slot, count);
  }

  #add(slot: number, count: number): void {
    if (slot >= this.#counts.length) {
      const longer = new Float64Array(2 ** Math.ceil(Math.log2(slot + 1)));
      longer.set(this.#counts);
      this.#counts = longer;
    }
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count;
    this.#total += count;
  }

  get count(): number {
    return this.#total;
  }

  /** Milliseconds that so many percent of the answers took at most, 0 the least of them; to three digits. Undefined without an answer. */
  percentileMs(percentile: number): number | undefined {
    if (this.#total === 0) return undefined;
    // A share that is whole but for its last digit is whole.
    const wanted = Math.max(1, Math.ceil((percentile / 100) * this.#total * (1 - Number.EPSILON)));
    let seen = 0;
    const slot = this.#counts.findIndex((count) => (seen += count) >= wanted);
    return usToMs((percentile === 0 ? leastOf : greatestOf)(slot, halfOfThreeDigits));
  }

  /** In milliseconds; undefined when nothing was answered. Values are exact to three digits, as recorded. */
  distribution(): Distribution | undefined {
    const at = (percentile: number): number => this.percentileMs(percentile) ?? NaN;
    if (this.#total === 0) return undefined;
    // Ever closer to 100, so that the tail is drawn as finely as the middle.
    const percentiles = Array.from({ length: 60 }, (_, step) => 100 * (1 - 10 ** (-step / 15)));
    return {
      count: this.#total,
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      curve: percentiles
        // Beyond one answer in so many there is nothing more to see.
        .filter((percentile) => this.#total * (1 - percentile / 100) >= 1)
        .map((percentile) => ({ percentile, valueMs: at(percentile) })),
    };
  }
}
