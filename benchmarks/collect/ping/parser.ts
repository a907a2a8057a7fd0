/** Reads what `ping -n -D` of iputils printed: when answers came, and so the longest time without any. */
import { CrossbedError } from "../../../base/errors.ts";
import { linesOf } from "../recording-lines.ts";
import { parsePingLine, type PingAnswer } from "./line.ts";
import { sendIntervalMs, stepsBetween, type ClockStep } from "./sending.ts";

/** Times without an answer, milliseconds since 1970 by the clock of the machine that pinged. */
export interface NetworkGap {
  /** The last answer before, or the first packet when none was. */
  readonly startMs: number;
  /** The first answer after, or the time up to which packets are known to have had none. */
  readonly endMs: number;
  /** It had no end, or no beginning, while ping ran: the gap is at least as long. Absent otherwise. */
  readonly isOpen?: true;
}

export interface PingReport {
  /** In the order in which they came. Duplicates and answers to another's packets count: the way was open. */
  readonly answersMs: readonly number[];
  /** The first packet and the last sign of ping's, as far as the text tells. */
  readonly sentFromMs?: number;
  readonly sentUntilMs?: number;
  /** From one packet to the next. */
  readonly intervalMs?: number;
  /** Where the clock was set, by the time of the answer after it. */
  readonly steps: ReadonlyMap<number, ClockStep>;
  /** `SOURCE: line N: why`. */
  readonly warnings: readonly string[];
}

/** Times of the answers of `readPing`. */
export function parsePing(text: string, source: string): readonly number[] {
  return readPing(text, source).answersMs;
}

/**
 * Reads a whole text; `source` names it for messages.
 * @throws CrossbedError `malformed` when no answer has its time, which is ping without -D, and when ping printed nothing of this.
 */
export function readPing(text: string, source: string): PingReport {
  const answers: PingAnswer[] = [];
  const stampsMs: number[] = [];
  const untimed: number[] = [];
  let isPing = false;
  let summary: { readonly sent: number; readonly spanMs: number } | undefined;
  for (const [index, line] of linesOf(text).entries()) {
    const found = parsePingLine(line);
    if (found === undefined) continue;
    isPing = true;
    if (found.kind === "answer") answers.push({ ...found.answer, line: index + 1 });
    if (found.kind === "untimed answer") untimed.push(index + 1);
    if (found.kind === "summary") summary = found;
    if (found.kind === "answer" || found.kind === "other") stampsMs.push(...found.timeMs);
  }
  const [firstUntimed] = untimed;
  if (answers.length === 0 && firstUntimed !== undefined) {
    throw malformed(source, firstUntimed, "the answer has no time in front of it.");
  }
  if (!isPing) throw malformed(source, 1, "ping prints no such text.");

  const intervalMs = sendIntervalMs(answers);
  const steps = stepsBetween(answers, intervalMs);
  const warnings = [...steps.values()].map(
    ({ line, byMs }) =>
      `${source}: line ${String(line)}: ping or its clock stood still or was set, by ${byMs.toFixed(0)} ms`,
  );
  if (firstUntimed !== undefined) {
    warnings.push(`${source}: line ${String(firstUntimed)}: left out: an answer without its time in front of it`);
  }
  return {
    answersMs: answers.map(({ timeMs }) => timeMs),
    ...sentTimes(answers, stampsMs, summary),
    ...(intervalMs === undefined ? {} : { intervalMs }),
    steps,
    warnings,
  };
}

/**
 * The longest time between two answers that touches the window; undefined when there is none. A shortage that began before the
 * window or ended after it counts whole. Of a report, the time before the first answer and after the last one counts as well
 * when packets were sent that nobody answered.
 */
export function longestGap(
  answers: readonly number[] | PingReport,
  fromMs: number,
  toMs: number,
): NetworkGap | undefined {
  const report: PingReport = "answersMs" in answers ? answers : { answersMs: answers, steps: new Map(), warnings: [] };
  const { answersMs, sentFromMs, sentUntilMs, steps } = report;
  const closed = answersMs.slice(1).map((endMs, index): NetworkGap => {
    const startMs = answersMs[index] ?? endMs;
    // What the packets' numbers say, where the clock cannot.
    return { startMs: endMs - (steps.get(endMs)?.elapsedMs ?? endMs - startMs), endMs };
  });
  const [first, last] = [answersMs[0], answersMs.at(-1)];
  const open: NetworkGap[] = [];
  if (first === undefined || last === undefined) {
    if (sentFromMs !== undefined && sentUntilMs !== undefined) {
      open.push({ startMs: sentFromMs, endMs: sentUntilMs, isOpen: true });
    }
  } else {
    if (sentFromMs !== undefined) open.push({ startMs: sentFromMs, endMs: first, isOpen: true });
    if (sentUntilMs !== undefined) open.push({ startMs: last, endMs: sentUntilMs, isOpen: true });
  }
  // Every recording ends about one packet after its last answer.
  const gaps = [...closed, ...open.filter((gap) => lengthOf(gap) > 1.5 * (report.intervalMs ?? 0))];
  let longest: NetworkGap | undefined;
  for (const gap of gaps) {
    if (gap.endMs < fromMs || gap.startMs > toMs) continue;
    if (longest === undefined || lengthOf(gap) > lengthOf(longest)) longest = gap;
  }
  return longest;
}

/** What a reader must know of a gap that is open; `source` names the recording. */
export function openGapWarning(source: string, guest: string): string {
  return `${source}: ${guest} gave no answer before or after; its downtime was longer`;
}

/** From the first packet to the last: by the summary's count and span, and by every line that has a time. */
function sentTimes(
  answers: readonly PingAnswer[],
  stampsMs: readonly number[],
  summary: { readonly sent: number; readonly spanMs: number } | undefined,
): { sentFromMs?: number; sentUntilMs?: number } {
  const from = [...stampsMs.slice(0, 1)];
  const until = [...stampsMs.slice(-1)];
  const [first] = answers;
  if (first !== undefined && summary !== undefined && summary.sent > 1 && first.sequence <= summary.sent) {
    const sentFirst = first.timeMs - first.roundTripMs - ((first.sequence - 1) * summary.spanMs) / (summary.sent - 1);
    from.push(sentFirst);
    until.push(sentFirst + summary.spanMs);
  }
  return from.length === 0 ? {} : { sentFromMs: Math.min(...from), sentUntilMs: Math.max(...until) };
}

function lengthOf({ startMs, endMs }: NetworkGap): number {
  return endMs - startMs;
}

function malformed(source: string, line: number, message: string): CrossbedError {
  return new CrossbedError("malformed", message, {
    where: `${source}: line ${String(line)}`,
    hint: "Give what ping -D prints.",
  });
}
