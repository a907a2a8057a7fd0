/** A line of iputils' ping. */

export interface PingAnswer {
  readonly line: number;
  /** When it came, milliseconds since 1970. */
  readonly timeMs: number;
  /** From 0 to 65535; it begins anew after that. */
  readonly sequence: number;
  /** 0 where the packet was too short to hold its time. */
  readonly roundTripMs: number;
}

export type PingLine =
  | { readonly kind: "answer"; readonly answer: Omit<PingAnswer, "line">; readonly timeMs: readonly number[] }
  | { readonly kind: "untimed answer" }
  /** From the first packet that was sent to the last one. */
  | { readonly kind: "summary"; readonly sent: number; readonly spanMs: number }
  /** Unreachable, no answer yet and the like, with its time where it has one; and the heading. */
  | { readonly kind: "other"; readonly timeMs: readonly number[] };

/** Undefined for a line that is not ping's. */
export function parsePingLine(line: string): PingLine | undefined {
  if (line.length > 1000) return undefined;
  const stamp = /^\[(\d+(?:\.\d+)?)\] /u.exec(line)?.[1];
  const timeMs = stamp === undefined ? [] : [Number(stamp) * 1000];
  const sequence = /\d bytes from .*icmp_[sr]eq=(\d+)/u.exec(line)?.[1];
  if (sequence !== undefined) {
    const [at] = timeMs;
    if (at === undefined) return { kind: "untimed answer" };
    const roundTripMs = Number(/ time=(\d+(?:\.\d+)?) ms/u.exec(line)?.[1] ?? 0);
    return { kind: "answer", timeMs, answer: { timeMs: at, sequence: Number(sequence), roundTripMs } };
  }
  const [, sent, span] = /^(\d+) packets transmitted, .*time (\d+)ms$/u.exec(line.trim()) ?? [];
  if (sent !== undefined) return { kind: "summary", sent: Number(sent), spanMs: Number(span) };
  return stamp !== undefined || /^PING |packets transmitted/u.test(line) ? { kind: "other", timeMs } : undefined;
}
