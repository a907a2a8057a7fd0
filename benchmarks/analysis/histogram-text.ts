/**
 * Reads a histogram as the result files hold it: HdrHistogram V2, deflated, base64. The text may come from anybody, and what it may make
 * its reader do is bounded.
 */
import { inflateSync } from "node:zlib";
import { halfOf, halfOfThreeDigits, withSlot } from "./histogram-slots.ts";

/** Cookie and length of what is deflated. */
const outerBytes = 8;
/** Inside: cookie, length of the counts, offset, digits, lowest and highest value, ratio (HdrHistogram, AbstractHistogram.java). */
const headerBytes = 40;
/** `V2EncodingCookieBase` with a word size of 1, which the format asks for. */
const cookie = 0x1c849313;
const mostBytes = 2 ** 20;
/** Most histograms fit, and a buffer of this size is taken from a pool. */
const chunkSize = 4000;
/** Three digits over all values that a number holds exactly need fewer. */
const mostSlots = 2 ** 16;
const tooMany = "it has too many slots";

/** A histogram's slots, as `histogram-slots.ts` numbers them. */
interface HistogramText {
  readonly half: number;
  /** The counts as they are encoded. */
  readonly words: Uint8Array;
}

/** @throws Error for what is no such histogram, or has more than three digits. */
export function openHistogram(text: string): HistogramText {
  const deflated = Buffer.from(text, "base64").subarray(outerBytes);
  const inside = inflateSync(deflated, { maxOutputLength: mostBytes, chunkSize });
  if (inside.length < headerBytes || inside.readInt32BE(4) !== inside.length - headerBytes)
    throw new Error("it is cut");
  const digits = inside.readInt32BE(12);
  const lowest = inside.readBigInt64BE(16);
  const highest = inside.readBigInt64BE(24);
  const isOurs = inside.readInt32BE(0) === cookie && digits >= 0 && digits <= 3 && lowest === 1n;
  if (!isOurs || highest < 2n || highest > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new Error("it is not one of whole microseconds with three digits");
  }
  return { half: digits === 3 ? halfOfThreeDigits : halfOf(digits), words: inside.subarray(headerBytes) };
}

/**
 * Adds the count of each slot to that slot of `sums`, and gives these, or a longer copy where they lack a slot. Encoded is a word a slot,
 * or a negative word for a row of empty ones (ZigZag, LEB128 of 9 bytes at most).
 * @throws Error for words that are cut, or more slots than whole microseconds can fill.
 */
export function addCounts({ words }: HistogramText, sums: Float64Array): Float64Array {
  let into = sums;
  let slot = 0;
  let at = 0;
  while (at < words.length) {
    const first = words[at] ?? 0;
    at += 1;
    let word = first;
    // Most words have one byte.
    if (first >= 128) {
      word -= 128;
      let weight = 128;
      for (let length = 2, isLast = false; !isLast; length += 1) {
        const byte = words[at];
        if (byte === undefined) throw new Error("it is cut");
        at += 1;
        isLast = length === 9 || byte < 128;
        word += (isLast ? byte : byte - 128) * weight;
        weight *= 128;
      }
    }
    // Of the lowest bits alone: a number does not hold the last bit of a long word.
    if ((first & 1) === 1) {
      slot += (word + 1) / 2;
    } else {
      if (word > 0 && slot < mostSlots) {
        if (slot >= into.length) into = withSlot(into, slot);
        into[slot] = (into[slot] ?? 0) + word / 2;
      }
      slot += 1;
    }
    if (slot > mostSlots) throw new Error(tooMany);
  }
  return into;
}
