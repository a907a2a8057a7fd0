/** The requests under way, their time-outs, and for a while those that are over. */
import { Queue } from "./queue.ts";

export interface Request<Owner> {
  readonly id: number;
  readonly owner: Owner;
  /** Intended send time. */
  readonly dueMs: number;
  transmissions: number;
  state: "open" | "answered" | "given-up";
  /** When its transmission times out; once it is over, when it may be forgotten. */
  untilMs: number;
}

const leastCapacity = 1024;

/**
 * Ids count on, 32 bits wide, so that a ring of slots holds the requests: an id says its slot. Time-outs are all equally
 * long, so that the queue of transmissions is in the order of its time-outs. Each request costs the same, from the first
 * to the last.
 */
export class RequestTable<Owner> {
  #slots = new Array<Request<Owner> | undefined>(leastCapacity).fill(undefined);
  readonly #timeoutMs: number;
  readonly #memoryMs: number;
  /** Each open request once. */
  readonly #timeouts = new Queue<Request<Owner>>();
  readonly #over = new Queue<Request<Owner>>();

  /** `memoryMs`: how long to remember a request that is over, to recognise duplicate and late answers. */
  constructor(timeoutMs: number, memoryMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#memoryMs = memoryMs;
  }

  find(id: number): Request<Owner> | undefined {
    const request = this.#slots[id & (this.#slots.length - 1)];
    return request?.id === id ? request : undefined;
  }

  transmitted(request: Request<Owner>, nowMs: number): void {
    request.transmissions += 1;
    request.untilMs = nowMs + this.#timeoutMs;
    if (request.transmissions === 1) this.#place(request);
    this.#timeouts.push(request);
  }

  over(request: Request<Owner>, state: "answered" | "given-up", nowMs: number): void {
    request.state = state;
    request.untilMs = nowMs + this.#memoryMs;
    this.#over.push(request);
  }

  nextTimeoutMs(): number | undefined {
    this.#skipVoid();
    return this.#timeouts.first()?.untilMs;
  }

  /** Open requests whose time is up. The caller sends each again or gives it up. */
  *timedOut(nowMs: number): Generator<Request<Owner>> {
    for (;;) {
      this.#skipVoid();
      const first = this.#timeouts.first();
      if (first === undefined || first.untilMs > nowMs) return;
      this.#timeouts.shift();
      yield first;
    }
  }

  /** Forgets what has been over for long. */
  forget(nowMs: number): void {
    for (let first = this.#over.first(); first !== undefined && first.untilMs <= nowMs; first = this.#over.first()) {
      this.#over.shift();
      this.#slots[first.id & (this.#slots.length - 1)] = undefined;
    }
  }

  #place(request: Request<Owner>): void {
    while (this.#slots[request.id & (this.#slots.length - 1)] !== undefined) this.#grow();
    this.#slots[request.id & (this.#slots.length - 1)] = request;
  }

  #grow(): void {
    const requests = this.#slots.filter((request) => request !== undefined);
    const mask = 2 * this.#slots.length - 1;
    this.#slots = new Array<Request<Owner> | undefined>(mask + 1).fill(undefined);
    for (const request of requests) this.#slots[request.id & mask] = request;
  }

  /** An answered request stays in the queue until it is the first. */
  #skipVoid(): void {
    for (let first = this.#timeouts.first(); first !== undefined; first = this.#timeouts.first()) {
      if (first.state === "open") return;
      this.#timeouts.shift();
    }
  }
}
