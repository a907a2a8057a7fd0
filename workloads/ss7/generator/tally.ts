/** Counts and response times of one interval or phase. */
import { build, encodeIntoCompressedBase64, type Histogram } from "hdr-histogram-js";
import { loadCounts, perName, type LoadCount } from "../../../base/metrics.ts";
import { msToUs, usToMs } from "../../../base/units.ts";
import type { ResponseTimeMs, SendLag } from "../../records.ts";

/** A minute in microseconds; the histogram grows when something takes longer. */
const expectedMaxUs = 60_000_000;

function newHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    autoResize: true,
    lowestDiscernibleValue: 1,
    highestTrackableValue: expectedMaxUs,
    numberOfSignificantValueDigits: 3,
  });
}

export class Tally {
  readonly #counts = perName(loadCounts, () => 0);
  #histogram: Histogram | undefined;
  #lags: Histogram | undefined;
  #sumUs = 0;
  #minUs = Infinity;
  #maxUs = 0;
  maxLagMs = 0;

  get counts(): Readonly<Record<LoadCount, number>> {
    return { ...this.#counts };
  }

  add(name: LoadCount): void {
    this.#counts[name] += 1;
  }

  /** Counts a success. */
  succeed(responseTimeMs: number): void {
    const us = Math.max(0, Math.round(msToUs(responseTimeMs)));
    this.#counts.succeeded += 1;
    this.#histogram ??= newHistogram();
    // The histogram holds values from 1; anything shorter is 1.
    this.#histogram.recordValue(Math.max(1, us));
    this.#sumUs += us;
    this.#minUs = Math.min(this.#minUs, us);
    this.#maxUs = Math.max(this.#maxUs, us);
  }

  /** A first transmission left so late. */
  lag(ms: number): void {
    this.maxLagMs = Math.max(this.maxLagMs, ms);
    this.#lags ??= newHistogram();
    this.#lags.recordValue(Math.max(1, Math.round(msToUs(ms))));
  }

  /** Adds another tally's counts and times. */
  merge(other: Tally): void {
    for (const name of loadCounts) this.#counts[name] += other.#counts[name];
    if (other.#histogram !== undefined) {
      this.#histogram ??= newHistogram();
      this.#histogram.add(other.#histogram);
    }
    this.#sumUs += other.#sumUs;
    this.#minUs = Math.min(this.#minUs, other.#minUs);
    this.#maxUs = Math.max(this.#maxUs, other.#maxUs);
    this.maxLagMs = Math.max(this.maxLagMs, other.maxLagMs);
    if (other.#lags === undefined) return;
    this.#lags ??= newHistogram();
    this.#lags.add(other.#lags);
  }

  /** How late the first transmissions left; undefined when nothing was sent. */
  sendLag(): SendLag | undefined {
    if (this.#lags === undefined) return undefined;
    const percentile = (percent: number): number => usToMs(this.#lags?.getValueAtPercentile(percent) ?? 0);
    return {
      p50Ms: percentile(50),
      p99Ms: percentile(99),
      maxMs: this.maxLagMs,
      histogram: encodeIntoCompressedBase64(this.#lags),
    };
  }

  /** Fields of a record; absent when nothing was answered. */
  times(): { responseTimeMs?: ResponseTimeMs; histogram?: string } {
    const { succeeded } = this.#counts;
    if (this.#histogram === undefined || succeeded === 0) return {};
    return {
      responseTimeMs: { mean: usToMs(this.#sumUs / succeeded), min: usToMs(this.#minUs), max: usToMs(this.#maxUs) },
      histogram: encodeIntoCompressedBase64(this.#histogram),
    };
  }
}
