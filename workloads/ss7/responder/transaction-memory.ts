/** Which transactions were asked for lately: a retransmitted request carries the same originating transaction. */

/** Longer than a request lives with all its retransmissions. */
const defaultMemoryMs = 30_000;

export class TransactionMemory {
  /** Keys in the order in which they were first seen, with when. */
  readonly #seen = new Map<number, number>();
  readonly #memoryMs: number;

  constructor(memoryMs = defaultMemoryMs) {
    this.#memoryMs = memoryMs;
  }

  get size(): number {
    return this.#seen.size;
  }

  /** Whether this transaction was asked for before; remembers it if not. */
  isRepeated(caller: number, transactionId: number, nowMs: number): boolean {
    for (const [key, atMs] of this.#seen) {
      if (nowMs - atMs < this.#memoryMs) break;
      this.#seen.delete(key);
    }
    // 14 bits of point code over 32 bits of transaction: a whole number that a double holds exactly.
    const key = caller * 2 ** 32 + transactionId;
    if (this.#seen.has(key)) return true;
    this.#seen.set(key, nowMs);
    return false;
  }
}
