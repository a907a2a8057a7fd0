/**
 * One run of the load: an open loop on a fixed schedule, as a machine without clock or timer of its own. All times are milliseconds
 * from the start of the run. `advance` returns a wake-up time, and the owner calls it again then.
 */
import { arrivalTimesMs } from "./arrivals.ts";
import type { RunSpec } from "../../records.ts";
import { Phase, type PhaseInterval } from "./phase.ts";
import { RequestTable, type Request } from "./requests.ts";
import { ServiceGapMeter, type Gap } from "./service-gap.ts";
import type { Tally } from "./tally.ts";

export interface LoadRunEvents {
  /** Sends a request, for the first time or again. */
  readonly transmit: (id: number) => void;
  readonly onInterval: (interval: PhaseInterval & { readonly serviceGap?: Gap }) => void;
}

export interface LoadRunResult {
  readonly measured: Tally;
  readonly startMs: number;
  readonly endMs: number;
  readonly isInterrupted: boolean;
  readonly serviceGap: Gap | undefined;
}

/** Requests sent in one go at most, so that a generator that fell behind still reads its answers. */
const batch = 64;
/** Duplicates of an answer come from retransmissions on the way, so soon. */
const leastMemoryMs = 10_000;

export class LoadRun {
  readonly #spec: RunSpec;
  readonly #events: LoadRunEvents;
  readonly #arrivals: Generator<number, undefined>;
  readonly #warmUp: Phase;
  readonly #measure: Phase;
  readonly #requests: RequestTable<Phase>;
  readonly #gap: ServiceGapMeter;
  #nextDueMs: number | undefined;
  #nextId: number;
  #openRequests = 0;
  #isInterrupted = false;

  /** `firstId`: transaction id of the first request; the others count on, 32 bits wide. */
  constructor(spec: RunSpec, firstId: number, events: LoadRunEvents) {
    const { warmUpMs, durationMs, intervalMs } = spec;
    const lengthMs = warmUpMs + durationMs;
    this.#spec = spec;
    this.#events = events;
    this.#nextId = firstId;
    this.#arrivals = arrivalTimesMs(spec.arrival, spec.rateReqPerSec, spec.seed, lengthMs);
    this.#nextDueMs = this.#arrivals.next().value;
    this.#warmUp = new Phase("warm-up", 0, warmUpMs, intervalMs, 0);
    this.#measure = new Phase("measure", warmUpMs, lengthMs, intervalMs, Math.ceil(warmUpMs / intervalMs));
    const lifeMs = spec.timeoutMs * (spec.maxRetransmissions + 1);
    this.#requests = new RequestTable(spec.timeoutMs, Math.max(leastMemoryMs, lifeMs));
    this.#gap = new ServiceGapMeter(warmUpMs, lengthMs);
  }

  /** Id that a following run may start from. */
  get nextId(): number {
    return this.#nextId;
  }

  get isOver(): boolean {
    return this.#warmUp.isOver && this.#measure.isOver;
  }

  /** Nothing is left to be sent for the first time: an answer may end the run. */
  get awaitsOnlyAnswers(): boolean {
    return this.#nextDueMs === undefined;
  }

  /**
   * Sends what is due, sends again or gives up what timed out, completes intervals. Returns when the owner must call it next, undefined
   * at the end of the run.
   */
  advance(nowMs: number): number | undefined {
    for (let sent = 0; sent < batch && this.#nextDueMs !== undefined && this.#nextDueMs <= nowMs; sent += 1) {
      this.#sendNext(this.#nextDueMs, nowMs);
    }
    for (const request of this.#requests.timedOut(nowMs)) this.#timedOut(request, nowMs);
    this.#requests.forget(nowMs);
    this.#completeIntervals(nowMs);
    if (this.isOver) return undefined;
    const wakes = [
      this.#nextDueMs,
      this.#requests.nextTimeoutMs(),
      this.#warmUp.nextEndMs(),
      this.#measure.nextEndMs(),
      nowMs < this.#measure.endMs ? this.#measure.endMs : undefined,
    ];
    return Math.min(...wakes.filter((wake) => wake !== undefined));
  }

  /** An answer came; `isSuccess` is false for an error and for a message that came back. Unknown ids are ignored. */
  answered(id: number, isSuccess: boolean, nowMs: number): void {
    const request = this.#requests.find(id);
    if (request === undefined) return;
    // Time may have passed into another interval since the last wake-up.
    this.#completeIntervals(nowMs);
    if (request.state !== "open") {
      request.owner.add(request.state === "answered" ? "duplicates" : "late");
      if (request.state === "given-up") this.#gap.answered(nowMs, this.#openRequests > 0);
      return;
    }
    this.#openRequests -= 1;
    this.#requests.over(request, "answered", nowMs);
    if (isSuccess) {
      request.owner.succeeded(nowMs - request.dueMs);
      this.#gap.answered(nowMs, this.#openRequests > 0);
    } else request.owner.failed();
  }

  /** Ends the schedule with the measured interval under way. A run of open length ends so; it is no interruption. */
  end(nowMs: number): void {
    this.#measure.endSoon(nowMs);
    this.#gap.endAt(this.#measure.endMs);
    if (this.#nextDueMs !== undefined && this.#nextDueMs >= this.#measure.endMs) this.#nextDueMs = undefined;
  }

  /** Sends nothing more; requests under way have until their time-out. */
  stop(nowMs: number): void {
    this.#isInterrupted = true;
    this.#nextDueMs = undefined;
    this.#completeIntervals(nowMs);
    this.#warmUp.cut(nowMs);
    this.#measure.cut(nowMs);
    this.#gap.endAt(this.#measure.endMs);
  }

  result(): LoadRunResult {
    const { startMs, endMs, total } = this.#measure;
    return {
      measured: total,
      startMs,
      endMs,
      isInterrupted: this.#isInterrupted,
      serviceGap: this.#gap.longest(),
    };
  }

  #sendNext(dueMs: number, nowMs: number): void {
    const owner = dueMs < this.#spec.warmUpMs ? this.#warmUp : this.#measure;
    const request: Request<Phase> = {
      id: this.#nextId,
      owner,
      dueMs,
      transmissions: 0,
      state: "open",
      untilMs: Infinity,
    };
    this.#nextId = (this.#nextId + 1) >>> 0;
    // While this one is still due: one that leaves after the end of its phase keeps the last interval open.
    this.#completeIntervals(nowMs);
    this.#planNext();
    this.#openRequests += 1;
    owner.sent(nowMs - dueMs);
    this.#gap.due(dueMs);
    this.#requests.transmitted(request, nowMs);
    this.#events.transmit(request.id);
  }

  #planNext(): void {
    const dueMs = this.#arrivals.next().value;
    this.#nextDueMs = dueMs !== undefined && dueMs < this.#measure.endMs ? dueMs : undefined;
  }

  #timedOut(request: Request<Phase>, nowMs: number): void {
    if (request.transmissions <= this.#spec.maxRetransmissions && !this.#isInterrupted) {
      request.owner.add("retransmissions");
      this.#requests.transmitted(request, nowMs);
      this.#events.transmit(request.id);
      return;
    }
    this.#openRequests -= 1;
    this.#requests.over(request, "given-up", nowMs);
    request.owner.failed();
  }

  #completeIntervals(nowMs: number): void {
    const isWarmUpSent = this.#nextDueMs === undefined || this.#nextDueMs >= this.#spec.warmUpMs;
    for (const interval of this.#warmUp.complete(nowMs, isWarmUpSent)) this.#events.onInterval(interval);
    for (const interval of this.#measure.complete(nowMs, this.#nextDueMs === undefined)) {
      const gap = this.#gap.take();
      this.#events.onInterval({ ...interval, ...(gap === undefined ? {} : { serviceGap: gap }) });
    }
  }
}
