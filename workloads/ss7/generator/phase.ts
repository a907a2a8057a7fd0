/** One phase of a run, cut into intervals: see `records.ts` for what counts where. */
import type { OptionalLoadCount } from "../../../base/metrics.ts";
import type { IntervalRecord } from "../../records.ts";
import { Tally } from "./tally.ts";

/** What other generators may lack. */
type Counted = OptionalLoadCount | "maxLagMs";

/** An interval's record without what only the run knows. Times count from the start of the run. */
export type PhaseInterval = Omit<
  IntervalRecord,
  "kind" | "generator" | "startEpochMs" | "endEpochMs" | "serviceGap" | Counted
> &
  Required<Pick<IntervalRecord, Counted>> & {
    readonly startMs: number;
    readonly endMs: number;
  };

export class Phase {
  readonly name: IntervalRecord["phase"];
  readonly startMs: number;
  readonly total = new Tally();
  readonly #intervalMs: number;
  #index: number;
  #endMs: number;
  #currentStartMs: number;
  #current = new Tally();
  /** Requests sent and neither answered nor given up. */
  #open = 0;
  #isOver: boolean;

  /** `firstIndex`: index of its first interval in the run. */
  constructor(name: IntervalRecord["phase"], startMs: number, endMs: number, intervalMs: number, firstIndex: number) {
    this.name = name;
    this.#index = firstIndex;
    this.startMs = startMs;
    this.#endMs = endMs;
    this.#intervalMs = intervalMs;
    this.#currentStartMs = startMs;
    this.#isOver = endMs <= startMs;
  }

  get endMs(): number {
    return this.#endMs;
  }

  /** All intervals are complete: nothing more counts. */
  get isOver(): boolean {
    return this.#isOver;
  }

  sent(lagMs: number): void {
    this.#open += 1;
    this.#current.add("sent");
    this.#current.lag(lagMs);
  }

  succeeded(responseTimeMs: number): void {
    this.#open -= 1;
    this.#current.succeed(responseTimeMs);
  }

  failed(): void {
    this.#open -= 1;
    this.#current.add("failed");
  }

  /** Dropped when the phase is over. */
  add(name: OptionalLoadCount): void {
    if (!this.#isOver) this.#current.add(name);
  }

  /** Ends the phase's schedule with the interval under way if it does not end before. */
  endSoon(nowMs: number): void {
    const intervals = Math.max(0, Math.ceil((nowMs - this.startMs) / this.#intervalMs));
    this.#endMs = Math.min(this.#endMs, this.startMs + intervals * this.#intervalMs);
    if (this.#currentStartMs >= this.#endMs && this.#open === 0) this.#isOver = true;
  }

  /** Ends the phase's schedule now if it had not ended before. */
  cut(nowMs: number): void {
    if (this.#isOver) return;
    this.#endMs = Math.min(this.#endMs, Math.max(nowMs, this.startMs));
    if (this.#currentStartMs >= this.#endMs && this.#open === 0) this.#isOver = true;
  }

  /** When the next interval ends; undefined when the phase awaits only answers, or nothing. */
  nextEndMs(): number | undefined {
    const endMs = this.#currentEndMs();
    return this.#isOver || endMs >= this.#endMs ? undefined : endMs;
  }

  /**
   * Completes the intervals that are over by now. `isScheduleDone`: all requests of this phase have been sent.
   */
  *complete(nowMs: number, isScheduleDone: boolean): Generator<PhaseInterval> {
    while (!this.#isOver && nowMs >= this.#currentEndMs()) {
      const isLast = this.#currentEndMs() >= this.#endMs;
      if (isLast && !(isScheduleDone && this.#open === 0)) return;
      yield this.#interval(isLast ? nowMs : undefined);
      this.#currentStartMs = this.#currentEndMs();
      this.#current = new Tally();
      this.#index += 1;
      this.#isOver = isLast;
    }
  }

  #currentEndMs(): number {
    // Intervals count from the start, so that no rounding adds up.
    const index = Math.round((this.#currentStartMs - this.startMs) / this.#intervalMs);
    return Math.min(this.#endMs, this.startMs + (index + 1) * this.#intervalMs);
  }

  #interval(drainedMs: number | undefined): PhaseInterval {
    const endMs = this.#currentEndMs();
    this.total.merge(this.#current);
    const { counts, maxLagMs } = this.#current;
    return {
      index: this.#index,
      startMs: this.#currentStartMs,
      endMs,
      phase: this.name,
      ...counts,
      ...this.#current.times(),
      maxLagMs,
      ...(drainedMs === undefined ? {} : { drainMs: Math.max(0, drainedMs - endMs) }),
    };
  }
}
