/** Reads what `ping -n -D` of iputils printed: when answers came, and so the longest time without any. */
import { CrossbedError } from "../../../base/errors.ts";

/** Times without an answer, milliseconds since 1970 by the clock of the machine that pinged. */
export interface NetworkGap {
  /** The last answer before and the first one after. */
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * Times of the answers in the order in which they came, milliseconds since 1970. Duplicates and answers to another's packets
 * count: the way was open. `source` names the text for messages.
 * @throws CrossbedError `malformed` with the line for an answer without its time, which is ping without -D.
 */
export function parsePing(text: string, source: string): number[] {
  return text.split(/\r?\n/u).flatMap((line, index) => {
    if (!/\d bytes from .*icmp_seq=\d/u.test(line)) return [];
    const seconds = /^\[(\d+\.\d{6})\] /u.exec(line)?.[1];
    if (seconds === undefined) {
      throw new CrossbedError("malformed", "the answer has no time in front of it.", {
        where: `${source}: line ${String(index + 1)}`,
        hint: "Give what ping -D prints.",
      });
    }
    return [Number(seconds) * 1000];
  });
}

/**
 * The longest time between two answers that touches the window; undefined when fewer than two answers do. A shortage that
 * began before the window or ended after it counts whole.
 */
export function longestGap(answersMs: readonly number[], fromMs: number, toMs: number): NetworkGap | undefined {
  let longest: NetworkGap | undefined;
  for (const [index, endMs] of answersMs.entries()) {
    const startMs = answersMs[index - 1];
    if (startMs === undefined || endMs < fromMs || startMs > toMs) continue;
    if (longest === undefined || endMs - startMs > longest.endMs - longest.startMs) longest = { startMs, endMs };
  }
  return longest;
}
