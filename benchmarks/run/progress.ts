/** Progress of a run for people: one line an event, with the time that is left. Pulumi's display shows the lines as they come. */

export interface Progress {
  /** One line, as it is. */
  say(text: string): void;
  /** A line with how long the rest of the run will take. */
  step(text: string, secondsLeft: number): void;
}

/** `3 min 05 s`, `40 s`. */
export function renderDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  return minutes === 0 ? `${String(rest)} s` : `${String(minutes)} min ${String(rest).padStart(2, "0")} s`;
}

/** Writes to a stream that may be gone: a vanished reader is an interrupt, told by `onGone`, not a crash. */
export function progressTo(stream: NodeJS.WritableStream, onGone: () => void): Progress {
  stream.on("error", onGone);
  const say = (text: string): void => {
    stream.write(`${text}\n`);
  };
  return {
    say,
    step: (text, secondsLeft) => {
      say(`${text} - about ${renderDuration(secondsLeft)} left`);
    },
  };
}
