import { describe, expect, test } from "vitest";
import { randomSource } from "../../../base/random.ts";

describe("randomSource", () => {
  test("lie in [0, 1) and spread evenly", () => {
    const random = randomSource(42);
    const counts = new Array<number>(10).fill(0);
    for (let index = 0; index < 10_000; index += 1) {
      const bucket = Math.floor(random() * 10);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    expect(counts.every((count) => count > 900 && count < 1100)).toBe(true);
  });

  test("differ where seeds differ in their upper bits alone", () => {
    expect(randomSource(2 ** 40 + 7)()).not.toBe(randomSource(7)());
    expect(randomSource(7)()).toBe(randomSource(7)());
  });
});
