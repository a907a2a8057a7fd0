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
export function formatRate(reqPerSec: number | null | undefined): string {
  return formatNumber(reqPerSec, reqPerSec !== null && reqPerSec !== undefined && Math.abs(reqPerSec) < 100 ? 1 : 0);
}

/** Three significant digits, and all that stand before the point: what tells response times apart from 1 µs to minutes. */
export function formatMs(valueMs: number | null | undefined): string {
  if (valueMs === null || valueMs === undefined) return missing;
  // Rounded first: 9.996 is 10.0, not 10.00.
  const rounded = Number(valueMs.toPrecision(3));
  const decimals = rounded === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(rounded)));
  return formatNumber(valueMs, Math.max(0, decimals));
}

/** A mean response time beside its margin. */
export const formatMeanMs = (valueMs: number): string => formatNumber(valueMs, 2);

/** Three significant digits, and never fewer than the whole part has. */
export function threeDigits(value: number): string {
  if (value === 0) return "0";
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return formatNumber(value, Math.min(decimals, 12)).replaceAll(thin, "");
}

/** `2026-11-23 03:05:12 UTC`. */
export function formatTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
