import { deflateSync } from "node:zlib";
import { build, encodeIntoCompressedBase64, type Histogram } from "hdr-histogram-js";
import { expect, test } from "vitest";
import { addCounts, openHistogram } from "../../../../benchmarks/analysis/histogram-text.ts";

function histogram(digits: 1 | 2 | 3 | 4, values: readonly number[]): Histogram {
  const made = build({ lowestDiscernibleValue: 1, autoResize: true, numberOfSignificantValueDigits: digits });
  for (const value of values) made.recordValue(value);
  return made;
}

/** A histogram's text around any bytes inside. */
function text(inside: Buffer): string {
  const deflated = deflateSync(inside);
  const outer = Buffer.alloc(8);
  outer.writeInt32BE(0x1c849314, 0);
  outer.writeInt32BE(deflated.length, 4);
  return Buffer.concat([outer, deflated]).toString("base64");
}

/** The head of a histogram of three digits, with a length of counts. */
function head(length: number): Buffer {
  const bytes = Buffer.alloc(40);
  bytes.writeInt32BE(0x1c849313, 0);
  bytes.writeInt32BE(length, 4);
  bytes.writeInt32BE(3, 12);
  bytes.writeBigInt64BE(1n, 16);
  bytes.writeBigInt64BE(60_000_000n, 24);
  return bytes;
}

function countsOf(encoded: string): (readonly [slot: number, count: number])[] {
  const counts = addCounts(openHistogram(encoded), new Float64Array(0));
  return [...counts.entries()].filter(([, count]) => count > 0);
}

test("addCounts · gives every slot its count", () => {
  expect(countsOf(encodeIntoCompressedBase64(histogram(3, [1, 999, 999, 1_234_567, 4_000_000_000])))).toEqual([
    [1, 1],
    [999, 2],
    [11_445, 1],
    [23_411, 1],
  ]);
});

test("addCounts · reads counts that take several bytes", () => {
  const many = build({ lowestDiscernibleValue: 1, autoResize: true, numberOfSignificantValueDigits: 3 });
  many.recordValueWithCount(7, 3_000_000_000);
  expect(countsOf(encodeIntoCompressedBase64(many))).toEqual([[7, 3_000_000_000]]);
});

test.each([
  [
    "what inflates to more than a histogram holds",
    text(Buffer.alloc(50_000_000)),
    /Cannot create a Buffer|larger than/u,
  ],
  ["counts that end early", text(head(1_000_000_000)), /^it is cut$/u],
  ["a word that ends early", text(Buffer.concat([head(1), Buffer.from([0x80])])), /^it is cut$/u],
  [
    "a row of empty slots without an end",
    text(Buffer.concat([head(9), Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])])),
    /^it has too many slots$/u,
  ],
  [
    "more digits than ours",
    encodeIntoCompressedBase64(histogram(4, [1])),
    /^it is not one of whole microseconds with three digits$/u,
  ],
  ["text", "HISTFAAA", /unexpected end of file/u],
])("a reader of histograms · refuses %s", (_, encoded, message) => {
  expect(() => countsOf(encoded)).toThrow(message);
});
