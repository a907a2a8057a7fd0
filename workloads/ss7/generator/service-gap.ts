/** The longest time without an answer while requests were due. */

export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
}

export class ServiceGapMeter {
  readonly #fromMs: number;
  #toMs: number;
  #waitingSinceMs: number | undefined;
  #longest: Gap | undefined;
  /** Longest since it was last taken. */
  #recent: Gap | undefined;

  /** Only what lies between the two counts: after the end, requests wait for their time-outs alone. */
  constructor(fromMs: number, toMs: number) {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
  }

  /** Moves the end forward. */
  endAt(toMs: number): void {
    this.#toMs = toMs;
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

  /** Longest gap; one that lasts is cut at the end. */
  longest(): Gap | undefined {
    this.#measure(this.#toMs);
    return this.#longest;
  }

  /** Longest gap that an answer ended since the last call. */
  take(): Gap | undefined {
    const recent = this.#recent;
    this.#recent = undefined;
    return recent;
  }

  #measure(untilMs: number): void {
    if (this.#waitingSinceMs === undefined) return;
    const gap = { startMs: Math.max(this.#waitingSinceMs, this.#fromMs), endMs: Math.min(untilMs, this.#toMs) };
    this.#longest = longer(this.#longest, gap);
    this.#recent = longer(this.#recent, gap);
  }
}

/** The longer of the two; none is shorter than any. */
function longer(known: Gap | undefined, gap: Gap): Gap | undefined {
  return gap.endMs - gap.startMs > (known === undefined ? 0 : known.endMs - known.startMs) ? gap : known;
}
