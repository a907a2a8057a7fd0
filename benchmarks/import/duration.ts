/** Reads what `date +%x_%H:%M:%S:%N` wrote before a migration and after it (thesis, appendix A.2): two lines. */
import { CrossbedError } from "../../base/errors.ts";
import { chooseDay, parsePrintedDate } from "../collect/printed-date.ts";
import { linesOf } from "../collect/recording-lines.ts";
import type { DateOrder } from "../collect/collector.ts";

/** Both times as the clock showed them, as if they were UTC, in milliseconds. @throws CrossbedError `malformed` with file and line. */
export function parseDuration(text: string, file: string, order: DateOrder = "mdy"): readonly [number, number] {
  const lines = linesOf(text).filter((line) => line.trim() !== "");
  const times = lines.map((line, index) => {
    const [, date = "", hour, minute, second, nanos = ""] =
      /^(.+)_(\d\d):(\d\d):(\d\d):(\d{9})$/u.exec(line.trim()) ?? [];
    const printed = parsePrintedDate(date);
    if (printed === undefined || hour === undefined) throw malformed(`${file}: line ${String(index + 1)}`);
    const { day } = chooseDay(printed, order === "dmy" ? "day first" : "month first");
    return ((day * 24 + Number(hour)) * 60 + Number(minute)) * 60_000 + Number(second) * 1000 + Number(nanos) / 1e6;
  });
  const [began = NaN, ended = NaN] = times;
  if (times.length !== 2 || !(ended > began)) throw malformed(file);
  return [began, ended];
}

function malformed(where: string): CrossbedError {
  return new CrossbedError(
    "malformed",
    "here should stand two times, the earlier one first, like 05/25/2013_13:11:02:123456789.",
    {
      where,
      hint: "Give what date +%x_%H:%M:%S:%N wrote before and after the migration, or began and ended instead.",
    },
  );
}
