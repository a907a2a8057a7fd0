/**
 * Reads a histogram as the result files hold it: HdrHistogram V2, deflated, base64. The text may come from anybody: this checks it before
 * the library, which trusts it, allocates memory for it.
 */
import { inflateSync } from "node:zlib";
import { decodeFromCompressedBase64, type Histogram } from "hdr-histogram-js";

/** Cookie and length of what is deflated. */
const outerBytes = 8;
/** Inside: cookie, length of the counts, offset, digits, lowest and highest value, ratio (HdrHistogram, AbstractHistogram.java). */
const headerBytes = 40;
const mostBytes = 2 ** 20;
/** Three digits over all values that a number holds exactly need fewer. */
const mostSlots = 2 ** 16;

/** @throws Error for what is no such histogram, has more than three digits or more slots than whole microseconds can fill. */
export function decodeHistogram(text: string): Histogram {
  const inside = inflateSync(Buffer.from(text, "base64").subarray(outerBytes), { maxOutputLength: mostBytes });
  if (inside.length < headerBytes || inside.readInt32BE(4) !== inside.length - headerBytes)
    throw new Error("it is cut");
  const digits = inside.readInt32BE(12);
  const [lowest, highest] = [inside.readBigInt64BE(16), inside.readBigInt64BE(24)];
  if (digits < 0 || digits > 3 || lowest !== 1n || highest < 2n || highest > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new Error("it is not one of whole microseconds with three digits");
  }
  if (slotsOf(inside.subarray(headerBytes)) > mostSlots) throw new Error("it has too many slots");
  return decodeFromCompressedBase64(text, 32);
}

/** How many slots the counts fill: a word each, or a negative word for a row of empty ones (ZigZag, LEB128 of 9 bytes at most). */
function slotsOf(counts: Uint8Array): number {
  let [slots, word, length, isRow] = [0, 0, 0, false];
  for (const byte of counts) {
    const isLast = length === 8 || byte < 128;
    // Of the lowest bits alone: a number does not hold the last bit of a long word.
    if (length === 0) isRow = byte % 2 === 1;
    word += (isLast ? byte : byte - 128) * 2 ** (7 * length);
    length += 1;
    if (!isLast) continue;
    slots += isRow ? (word + 1) / 2 : 1;
    [word, length] = [0, 0];
  }
  if (length > 0) throw new Error("it is cut");
  return slots;
}
