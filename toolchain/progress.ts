/** Shows the progress of a long step: what it is, how long it takes on a small machine, how long it has taken so far. */
import { formatDuration } from "../base/duration.ts";

export type Say = (line: string) => void;

/** Seconds between two lines about the same step. */
const intervalSec = 15;

/** The rest of an estimate, in words. */
export function renderLeft(elapsedSec: number, estimateSec: number): string {
  const left = estimateSec - elapsedSec;
  return left > 0 ? `about ${formatDuration(left)} left` : `${formatDuration(-left)} longer than estimated`;
}

/** Runs a step and reports its start, its progress and its end. */
export async function withProgress<T>(name: string, estimateSec: number, say: Say, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  say(`${name}: about ${formatDuration(estimateSec)}`);
  const timer = setInterval(() => {
    say(`${name}: ${formatDuration(elapsed())} so far, ${renderLeft(elapsed(), estimateSec)}`);
  }, intervalSec * 1000);
  try {
    const result = await work();
    say(`${name}: done in ${formatDuration(elapsed())}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
