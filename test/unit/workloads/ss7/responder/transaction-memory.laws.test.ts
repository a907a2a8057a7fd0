import { fc } from "../../../../support/laws.ts";
import { expect, test, vi } from "vitest";
import { NumberSet } from "../../../../../workloads/ss7/responder/number-set.ts";
import { TransactionMemory } from "../../../../../workloads/ss7/responder/transaction-memory.ts";

// Many examples, slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const memoryMs = 1000;

test("TransactionMemory · remembers for its time, forgets after twice its time", () => {
  const asked = fc.array(
    fc.record({ caller: fc.constantFrom(201, 202), id: fc.nat({ max: 20 }), afterMs: fc.nat({ max: 700 }) }),
    { maxLength: 200 },
  );
  fc.assert(
    fc.property(asked, (requests) => {
      const memory = new TransactionMemory(memoryMs);
      const firstSeenMs = new Map<string, number>();
      let nowMs = 0;
      for (const { caller, id, afterMs } of requests) {
        nowMs += afterMs;
        const key = `${String(caller)} ${String(id)}`;
        const seenMs = firstSeenMs.get(key);
        const isRepeated = memory.isRepeated(caller, id, nowMs);
        if (seenMs === undefined || nowMs - seenMs >= 2 * memoryMs) expect(isRepeated).toBe(false);
        else if (nowMs - seenMs < memoryMs) expect(isRepeated).toBe(true);
        if (!isRepeated) firstSeenMs.set(key, nowMs);
      }
    }),
  );
});

test("TransactionMemory · does not grow with the length of the load", () => {
  const memory = new TransactionMemory(memoryMs);
  const sizes = [5, 50].map((seconds) => {
    for (let id = 0; id < seconds * 1000; id += 1) memory.isRepeated(201, id, id);
    return memory.size;
  });
  expect(Math.max(...sizes)).toBeLessThanOrEqual(2 * memoryMs);
});

/** How often `work` removes a single member of a Map or Set, or begins to go through one. */
function searches(work: () => void): number {
  const names = ["delete", "keys", "values", "entries", "forEach", Symbol.iterator] as const;
  let count = 0;
  const spies = [Map.prototype, Set.prototype].flatMap((prototype: object) =>
    names.map((name) => {
      const own = Reflect.get(prototype, name) as (...args: unknown[]) => unknown;
      const counted = function (this: unknown, ...args: unknown[]): unknown {
        count += 1;
        return own.apply(this, args);
      };
      Object.defineProperty(prototype, name, { value: counted, configurable: true, writable: true });
      return () => Object.defineProperty(prototype, name, { value: own, configurable: true, writable: true });
    }),
  );
  try {
    work();
  } finally {
    for (const restore of spies) restore();
  }
  return count;
}

test("TransactionMemory · forgets as a whole: no request looks for the oldest ones, however long the load", () => {
  const requests = 20 * memoryMs;
  const memory = new TransactionMemory(memoryMs);
  const forgotten = searches(() => {
    for (let id = 0; id < requests; id += 1) memory.isRepeated(201, id, id);
  });
  expect(forgotten).toBe(0);
  // What it was once: V8 passes over all that was removed from a Map's front whenever somebody asks for its first member.
  const map = new Map<number, number>();
  const searched = searches(() => {
    for (let id = 0; id < requests; id += 1) {
      map.set(id, id);
      for (const [key, sinceMs] of map) {
        if (id - sinceMs < memoryMs) break;
        map.delete(key);
      }
    }
  });
  expect(searched).toBeGreaterThan(requests);
});

test("NumberSet · holds what a Set holds, filled and cleared again and again", () => {
  const filling = fc.array(fc.oneof(fc.nat({ max: 50 }), fc.maxSafeNat()), { maxLength: 3000 });
  fc.assert(
    fc.property(fc.array(filling, { maxLength: 4 }), filling, (fillings, asked) => {
      const set = new NumberSet();
      for (const keys of fillings) {
        set.clear();
        const model = new Set<number>();
        for (const key of keys) {
          expect(set.add(key)).toBe(!model.has(key));
          model.add(key);
        }
        expect(set.size).toBe(model.size);
        expect(asked.map((key) => set.has(key))).toEqual(asked.map((key) => model.has(key)));
      }
    }),
    { numRuns: 30 },
  );
});
