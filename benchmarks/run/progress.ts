/** Progress of a run for people: one line an event, with the time that is left. Pulumi's display shows the lines as they come. */
import { formatDuration } from "../../base/duration.ts";

export interface Progress {
  /** One line, as it is. */
  say(text: string): void;
  /** A line with how long the rest of the run will take. */
  step(text: string, secondsLeft: number): void;
}

/** Writes to a stream that may be gone: a vanished reader is an interrupt, which `onGone` reports, not a crash. */
export function progressTo(stream: NodeJS.WritableStream, onGone: () => void): Progress {
  stream.on("error", onGone);
  const say = (text: string): void => {
    stream.write(`${text}\n`);
  };
  return {
    say,
    step: (text, secondsLeft) => {
      say(`${text} - about ${formatDuration(secondsLeft)} left`);
    },
  };
}
