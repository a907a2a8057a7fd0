/** Times of day as sar prints them: glibc's `%X` in the language of whoever ran it, or `%H:%M:%S` in ISO mode. */

/** What glibc's locales print for `%p`, forenoon and afternoon, dots and spaces left out, in lower case. */
const halves: readonly (readonly [string, string])[] = [
  ["am", "pm"],
  ["上午", "下午"],
  ["午前", "午後"],
  ["오전", "오후"],
  ["ص", "م"],
  ["πμ", "μμ"],
  ["पूर्वाह्न", "अपराह्न"],
  ["পূর্বাহ্ণ", "অপরাহ্ণ"],
  ["காலை", "மாலை"],
  ["နံနက်", "ညနေ"],
  ["öö", "ös"],
  ["pd", "md"],
  ["vm", "nm"],
  ["sa", "ch"],
];

const clock =
  /^(?<before>\D*)(?<hour>\d{1,2})(?:[:.,時时點点]|시\s?)(?<minute>\d{2})(?:(?:[:.,分]|분\s?)(?<second>\d{2})(?:秒|초)?)?(?<after>\D.*)?$/u;
/** `%Z`: most abbreviations end in T. `BAT` is a column title of sar's. */
const zoneName = /^(?!BAT$)(?:[A-Z]{1,4}T|UTC|MSK|WIB|WITA|[+-]\d{2,4})$/u;

export interface TimeOfDay {
  /** Since midnight. */
  readonly seconds: number;
  /** Norwegian locales print none; the seconds are then taken as 0. */
  readonly hasSeconds: boolean;
}

/** Reads a time of day; undefined when the text is none. Digits of any script are taken. */
export function parseTimeOfDay(text: string): TimeOfDay | undefined {
  const match = clock.exec(asciiDigits(text.trim()));
  if (match?.groups === undefined) return undefined;
  const { before = "", hour = "", minute = "", second, after = "" } = match.groups;
  const half = readMarks(`${before} ${after}`);
  if (half === "unknown") return undefined;

  const [hours, minutes, seconds] = [Number(hour), Number(minute), Number(second ?? 0)];
  const isTwelveHour = half !== "none";
  if (minutes > 59 || seconds > 60 || (isTwelveHour ? hours < 1 || hours > 12 : hours > 23)) return undefined;
  const fullHours = isTwelveHour ? (hours % 12) + (half === "afternoon" ? 12 : 0) : hours;
  return { seconds: fullHours * 3600 + minutes * 60 + seconds, hasSeconds: second !== undefined };
}

/** Digits of every script as 0 to 9. Unicode keeps each script's ten in a row. */
export function asciiDigits(text: string): string {
  return text.replaceAll(/(?![0-9])\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0) ?? 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String((digit.codePointAt(0) ?? 0) - zero);
  });
}

function readMarks(text: string): "none" | "forenoon" | "afternoon" | "unknown" {
  let half: "none" | "forenoon" | "afternoon" = "none";
  const words = text.replace(/([ap])\.\s?m\./iu, "$1m").split(/\s+/u);
  for (const word of words.map((each) => each.replaceAll(".", "")).filter((each) => each !== "")) {
    const mark = halves.find((pair) => pair.includes(word.toLowerCase()));
    if (mark !== undefined && half === "none") half = mark[0] === word.toLowerCase() ? "forenoon" : "afternoon";
    else if (!zoneName.test(word) && word !== "kl") return "unknown";
  }
  return half;
}
