/** Tells how far a long step is: what it is, how long it takes on a small machine, how long it has taken so far. */

export type Say = (line: string) => void;

/** Seconds between two lines about the same step. */
const intervalSec = 15;

/** `75` as `1 min 15 s`. */
export function renderSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** What is left of an estimate, in words. */
export function renderLeft(elapsedSec: number, estimateSec: number): string {
  const left = estimateSec - elapsedSec;
  return left > 0 ? `about ${renderSeconds(left)} left` : `${renderSeconds(-left)} longer than estimated`;
}

/** Runs a step and reports its start, its progress and its end. */
export async function withProgress<T>(name: string, estimateSec: number, say: Say, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  say(`${name}: about ${renderSeconds(estimateSec)}`);
  const timer = setInterval(() => {
    say(`${name}: ${renderSeconds(elapsed())} so far, ${renderLeft(elapsed(), estimateSec)}`);
  }, intervalSec * 1000);
  try {
    const result = await work();
    say(`${name}: done in ${renderSeconds(elapsed())}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
