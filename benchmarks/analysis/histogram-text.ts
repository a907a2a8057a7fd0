/**
 * Reads a histogram as the result files hold it: HdrHistogram V2, deflated, base64. The text may come from anybody, and what it may make
 * its reader do is bounded.
 */
import { inflateSync } from "node:zlib";
import { halfOf } from "./histogram-slots.ts";

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
  const [lowest, highest] = [inside.readBigInt64BE(16), inside.readBigInt64BE(24)];
  const isOurs = inside.readInt32BE(0) === cookie && digits >= 0 && digits <= 3 && lowest === 1n;
  if (!isOurs || highest < 2n || highest > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new Error("it is not one of whole microseconds with three digits");
  }
  return { half: halfOf(digits), words: inside.subarray(headerBytes) };
}

/**
 * Gives each slot that is not empty, with its count: a word each, or a negative word for a row of empty ones (ZigZag, LEB128 of 9 bytes
 * at most). @throws Error for words that are cut, or more slots than whole microseconds can fill.
 */
export function eachCount({ words }: HistogramText, give: (slot: number, count: number) => void): void {
  let slot = 0;
  for (let at = 0; at < words.length;) {
    // Of the lowest bits alone: a number does not hold the last bit of a long word.
    const isRow = ((words[at] ?? 0) & 1) === 1;
    let [word, weight, length, isLast] = [0, 1, 0, false];
    while (!isLast) {
      const byte = words[at];
      if (byte === undefined) throw new Error("it is cut");
      isLast = length === 8 || byte < 128;
      word += (isLast ? byte : byte - 128) * weight;
      weight *= 128;
      [at, length] = [at + 1, length + 1];
    }
    if (!isRow && slot < mostSlots && word > 0) give(slot, word / 2);
    slot += isRow ? (word + 1) / 2 : 1;
    if (slot > mostSlots) throw new Error(tooMany);
  }
}
