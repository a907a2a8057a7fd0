/** The longest time without an answer while requests were due. */

export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
}

export class ServiceGapMeter {
  readonly #fromMs: number;
  #waitingSinceMs: number | undefined;
  #longest: Gap | undefined;

  /** Only what lies after `fromMs` counts. */
  constructor(fromMs: number) {
    this.#fromMs = fromMs;
  }

  /** A request was due. */
  due(dueMs: number): void {
    this.#waitingSinceMs ??= dueMs;
  }

  /** An answer came; `isAwaiting`: other requests still wait for theirs. */
  answered(nowMs: number, isAwaiting: boolean): void {
    this.#measure(nowMs);
    this.#waitingSinceMs = isAwaiting ? nowMs : undefined;
  }

  /** Longest gap up to `endMs`; one that lasts is cut there. */
  longest(endMs: number): Gap | undefined {
    this.#measure(endMs);
    return this.#longest;
  }

  #measure(untilMs: number): void {
    if (this.#waitingSinceMs === undefined) return;
    const startMs = Math.max(this.#waitingSinceMs, this.#fromMs);
    const longest = this.#longest === undefined ? 0 : this.#longest.endMs - this.#longest.startMs;
    if (untilMs - startMs > longest) this.#longest = { startMs, endMs: untilMs };
  }
}
