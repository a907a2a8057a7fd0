/** A length of time in words, as every message, table and figure shows it. */

/** `1 h 05 min`, `12 min 30 s`, `45 s`; less than nothing is nothing. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (hours > 0) return `${String(hours)} h ${String(minutes).padStart(2, "0")} min`;
  return minutes > 0
    ? `${String(minutes)} min${rest > 0 ? ` ${String(rest).padStart(2, "0")} s` : ""}`
    : `${String(rest)} s`;
}
