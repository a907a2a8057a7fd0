/** Gives sar's times of day their date: the banner names the first day only. */
import { daySec } from "../../../base/units.ts";

export type Step = "forward" | "midnight" | "back" | "back over midnight";

/** One banner's clock. Times are seconds since 1970-01-01 00:00 of local time. */
export class DayClock {
  #local: number | undefined;
  readonly #firstDay: number;

  constructor(firstDay: number) {
    this.#firstDay = firstDay;
  }

  /**
   * Moves to the next printed time of day. Less than half a day back is a clock that was set back, more is midnight; and nearly a
   * day ahead is a clock set back over midnight, unless a restart explains the gap.
   */
  next(secondsOfDay: number, isAfterRestart: boolean): { readonly local: number; readonly step: Step } {
    const previous = this.#local ?? this.#firstDay * daySec + secondsOfDay;
    const previousSecond = ((previous % daySec) + daySec) % daySec;
    const ahead = secondsOfDay - previousSecond;
    const step = stepOf(ahead, isAfterRestart);
    const turn = step === "midnight" ? daySec : step === "back over midnight" ? -daySec : 0;
    this.#local = previous + ahead + turn;
    return { local: this.#local, step };
  }
}

function stepOf(ahead: number, isAfterRestart: boolean): Step {
  if (ahead < -daySec / 2) return "midnight";
  if (ahead < 0) return "back";
  return ahead >= (23 / 24) * daySec && !isAfterRestart ? "back over midnight" : "forward";
}
