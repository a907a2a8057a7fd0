/** Remembers recent transactions: a retransmitted request carries the same originating transaction. */
import { NumberSet } from "./number-set.ts";

/** Longer than a request lives with all its retransmissions. */
const defaultMemoryMs = 30_000;

/**
 * Two generations: one fills for `memoryMs`, the one before it is still asked, the one before that is forgotten as a whole.
 * So a transaction is remembered for `memoryMs` at least and twice that at most, and forgetting costs a request nothing.
 */
export class TransactionMemory {
  readonly #memoryMs: number;
  #young = new NumberSet();
  #old = new NumberSet();
  #youngSinceMs = -Infinity;

  constructor(memoryMs = defaultMemoryMs) {
    this.#memoryMs = memoryMs;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Whether this transaction came before; remembers it if not. */
  isRepeated(caller: number, transactionId: number, nowMs: number): boolean {
    if (nowMs - this.#youngSinceMs >= this.#memoryMs) this.#age(nowMs);
    // 14 bits of point code over 32 bits of transaction: a whole number that a double holds exactly.
    const key = caller * 2 ** 32 + transactionId;
    if (this.#old.has(key)) return true;
    return !this.#young.add(key);
  }

  #age(nowMs: number): void {
    const hasBothPassed = nowMs - this.#youngSinceMs >= 2 * this.#memoryMs;
    [this.#young, this.#old] = [this.#old, this.#young];
    this.#young.clear();
    if (hasBothPassed) this.#old.clear();
    this.#youngSinceMs = hasBothPassed ? nowMs : this.#youngSinceMs + this.#memoryMs;
  }
}
