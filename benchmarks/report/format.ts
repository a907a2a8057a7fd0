/** Numbers and times with their units, as the report, the command line and every figure show them. */

const thin = "\u202F";
/** What stands where there is no value: never 0. */
export const missing = "–";

/** A number with so many decimals and thin spaces between thousands. */
export function formatNumber(value: number | null | undefined, decimals = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return missing;
  // What rounds to zero has no sign.
  const [whole = "", fraction] = value
    .toFixed(decimals)
    .replace(/^-(?=[0.]+$)/u, "")
    .split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+(?!\d))/gu, thin);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A rate in requests per second: a scaled load may be below one. */
export function formatRate(ratePerSec: number | null | undefined): string {
  return formatNumber(
    ratePerSec,
    ratePerSec !== null && ratePerSec !== undefined && Math.abs(ratePerSec) < 100 ? 1 : 0,
  );
}

/** Three significant digits, the least that tells response times apart from 0.1 ms to minutes. */
export function formatMs(valueMs: number | null | undefined): string {
  if (valueMs === null || valueMs === undefined) return missing;
  return formatNumber(valueMs, valueMs < 10 ? 2 : valueMs < 100 ? 1 : 0);
}

/** `2026-11-23 03:05:12 UTC`. */
export function formatTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** `1 h 05 min`, `12 min 30 s`, `45 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (hours > 0) return `${String(hours)} h ${String(minutes).padStart(2, "0")} min`;
  return minutes > 0
    ? `${String(minutes)} min${rest > 0 ? ` ${String(rest).padStart(2, "0")} s` : ""}`
    : `${String(rest)} s`;
}
