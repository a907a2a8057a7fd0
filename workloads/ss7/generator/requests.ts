/** The requests under way, their time-outs, and for a while those that are over. */

export interface Request<Owner> {
  readonly id: number;
  readonly owner: Owner;
  /** Intended send time. */
  readonly dueMs: number;
  transmissions: number;
  state: "open" | "answered" | "given-up";
}

interface Timeout<Owner> {
  readonly request: Request<Owner>;
  readonly atMs: number;
  /** Transmission that it belongs to: void once there was another. */
  readonly transmission: number;
}

/** Time-outs are all equally long, so that the queue of transmissions is in the order of its time-outs. */
export class RequestTable<Owner> {
  readonly #byId = new Map<number, Request<Owner>>();
  readonly #timeoutMs: number;
  readonly #memoryMs: number;
  #timeouts = new Queue<Timeout<Owner>>();
  #over = new Queue<{ readonly id: number; readonly atMs: number }>();

  /** `memoryMs`: how long a request that is over is remembered, to tell duplicate and late answers. */
  constructor(timeoutMs: number, memoryMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#memoryMs = memoryMs;
  }

  find(id: number): Request<Owner> | undefined {
    return this.#byId.get(id);
  }

  transmitted(request: Request<Owner>, nowMs: number): void {
    request.transmissions += 1;
    this.#byId.set(request.id, request);
    this.#timeouts.push({ request, atMs: nowMs + this.#timeoutMs, transmission: request.transmissions });
  }

  over(request: Request<Owner>, state: "answered" | "given-up", nowMs: number): void {
    request.state = state;
    this.#over.push({ id: request.id, atMs: nowMs + this.#memoryMs });
  }

  nextTimeoutMs(): number | undefined {
    this.#skipVoid();
    return this.#timeouts.first()?.atMs;
  }

  /** Open requests whose time is up. The caller sends each again or gives it up. */
  *timedOut(nowMs: number): Generator<Request<Owner>> {
    for (;;) {
      this.#skipVoid();
      const first = this.#timeouts.first();
      if (first === undefined || first.atMs > nowMs) return;
      this.#timeouts.shift();
      yield first.request;
    }
  }

  /** Forgets what has been over for long. */
  forget(nowMs: number): void {
    for (let first = this.#over.first(); first !== undefined && first.atMs <= nowMs; first = this.#over.first()) {
      this.#over.shift();
      this.#byId.delete(first.id);
    }
  }

  #skipVoid(): void {
    for (let first = this.#timeouts.first(); first !== undefined; first = this.#timeouts.first()) {
      const { request, transmission } = first;
      if (request.state === "open" && request.transmissions === transmission) return;
      this.#timeouts.shift();
    }
  }
}

/** A queue whose `shift` does not move the rest each time. */
class Queue<Item> {
  #items: Item[] = [];
  #head = 0;

  push(item: Item): void {
    this.#items.push(item);
  }

  first(): Item | undefined {
    return this.#items[this.#head];
  }

  shift(): void {
    this.#head += 1;
    if (this.#head < 1024 || this.#head * 2 < this.#items.length) return;
    this.#items = this.#items.slice(this.#head);
    this.#head = 0;
  }
}
