/** Response times of many generators and intervals as one distribution: histograms are added, percentiles never averaged. */
import { build, type Histogram } from "hdr-histogram-js";
import { CrossbedError, messageOf } from "../../base/errors.ts";
import { usToMs } from "../../base/units.ts";
import { decodeHistogram } from "./histogram-text.ts";

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
  readonly #sum: Histogram = build({ highestTrackableValue: 2, autoResize: true, numberOfSignificantValueDigits: 3 });

  /** Adds one histogram, HdrHistogram V2, deflated, base64. @throws CrossbedError `malformed` for another text, with `where`. */
  add(encoded: string, where: string): void {
    try {
      this.#sum.add(decodeHistogram(encoded));
    } catch (cause) {
      const message = `the histogram of ${where} cannot be read: ${messageOf(cause)}.`;
      throw new CrossbedError("malformed", message, { hint: "Restore the run's files from a copy.", cause });
    }
  }

  /** Adds all that another sum holds. */
  addSum(other: HistogramSum): void {
    this.#sum.add(other.#sum);
  }

  get count(): number {
    return this.#sum.totalCount;
  }

  /** In milliseconds; undefined when nothing was answered. Values are exact to three digits, as recorded. */
  distribution(): Distribution | undefined {
    const sum = this.#sum;
    if (sum.totalCount === 0) return undefined;
    const at = (percentile: number): number => usToMs(sum.getValueAtPercentile(percentile));
    // Ever closer to 100, so that the tail is drawn as finely as the middle.
    const percentiles = Array.from({ length: 60 }, (_, step) => 100 * (1 - 10 ** (-step / 15)));
    return {
      count: sum.totalCount,
      p50: at(50),
      p90: at(90),
      p99: at(99),
      p999: at(99.9),
      curve: percentiles
        // Beyond one answer in so many there is nothing more to see.
        .filter((percentile) => sum.totalCount * (1 - percentile / 100) >= 1)
        .map((percentile) => ({ percentile, valueMs: at(percentile) })),
    };
  }
}
