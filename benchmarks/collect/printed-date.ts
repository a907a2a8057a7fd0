/** Dates as tools print them: glibc's `%x` in the language of whoever ran the tool, or ISO 8601. */
import { dayMs } from "../../base/units.ts";
import { asciiDigits } from "./printed-time.ts";

/** How a date of three numbers is read; `sure` when there is one way only. */
type DateOrder = "sure" | "day first" | "month first";

export interface PrintedDate {
  /** The date under each order that makes one, as days since 1970-01-01. */
  readonly days: Readonly<Partial<Record<DateOrder, number>>>;
  readonly text: string;
}

/** Reads a date; undefined when there is none to read. */
export function parsePrintedDate(text: string): PrintedDate | undefined {
  const days = datesOf(text);
  return Object.keys(days).length === 0 ? undefined : { days, text };
}

/** Whether the date can only be read with the day, or only with the month, in front. */
export function sureOrder({ days }: PrintedDate): "day first" | "month first" | undefined {
  if (days["day first"] === days["month first"] || days["sure"] !== undefined) return undefined;
  if (days["month first"] === undefined) return "day first";
  return days["day first"] === undefined ? "month first" : undefined;
}

/** The day of a date. `isGuess` when it can be read in two ways, of which `order` is taken. */
export function chooseDay(
  { days, text }: PrintedDate,
  order: "day first" | "month first",
): { readonly day: number; readonly isGuess: boolean } {
  const { "day first": dayFirst, "month first": monthFirst } = days;
  const day = days["sure"] ?? days[order] ?? dayFirst ?? monthFirst;
  if (day === undefined) throw new RangeError(`no date: ${text}`);
  return { day, isGuess: dayFirst !== undefined && monthFirst !== undefined && dayFirst !== monthFirst };
}

function datesOf(original: string): PrintedDate["days"] {
  const text = asciiDigits(original);
  const numbers = (text.match(/\d+/gu) ?? []).map(Number);
  const [first = 0, second = 0, third = 0] = numbers;

  const month = numbers.length === 2 ? monthByName(original) : undefined;
  if (month !== undefined) {
    const [year, day] = first > 31 ? [first, second] : [second, first];
    return dates({ sure: [year, month, day] });
  }
  if (numbers.length !== 3) return {};
  // Persian locales alone print a two-digit year first.
  if (first > 31 || /[۰-۹]/u.test(original)) return dates({ sure: [first, second, third] });
  // Only dates with slashes come with the month in front.
  if (!text.includes("/")) return dates({ sure: [third, second, first] });
  return dates({ "day first": [third, second, first], "month first": [third, first, second] });
}

function dates(parts: Partial<Record<DateOrder, readonly [number, number, number]>>): PrintedDate["days"] {
  const days: Partial<Record<DateOrder, number>> = {};
  for (const order of ["sure", "day first", "month first"] as const) {
    const [year = 0, month = 0, day = 0] = parts[order] ?? [];
    const date = new Date(Date.UTC(commonYear(year), month - 1, day));
    if (date.getUTCMonth() === month - 1 && date.getUTCDate() === day) days[order] = date.getTime() / dayMs;
  }
  return days;
}

/** Thai locales count years from 543 BC. */
function commonYear(year: number): number {
  if (year < 100) return 2000 + year;
  return year > 2500 ? year - 543 : year;
}

/** Languages whose locales put a month's name into `%x`; Node.js knows the names. */
const languagesWithMonthNames = ["en", "nb", "ar", "eu", "mt", "my"];

function monthByName(text: string): number | undefined {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  for (const language of languagesWithMonthNames) {
    const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC", calendar: "gregory" });
    for (let month = 1; month <= 12; month += 1) {
      const name = format.format(Date.UTC(2026, month - 1, 1)).toLowerCase();
      // Locales cut names (`nov`) or inflect them (Basque `azaren`): three letters tell months apart, Burmese's two.
      if (words.some((word) => name === word || name.slice(0, 3) === word.slice(0, 3))) return month;
      if (language === "my" && words.some((word) => name.startsWith(word))) return month;
    }
  }
  return undefined;
}
