import { describe, expect, test } from "vitest";
import { parseSar } from "../../../../../benchmarks/collect/sar/parser.ts";
import { banner, heading, row, parse, locals } from "./recordings.ts";

describe("parseSar · dates", () => {
  const dateOf = (date: string, rest = heading("10:00:00") + row("10:00:10")): [string, string[]] => {
    const report = parse(`Linux 6.12.0 (host1) \t${date} \t_x86_64_\t(2 CPU)\n\n${rest}`);
    return [report.rows[0]?.local.slice(0, 10) ?? "", [...report.warnings]];
  };
  test.each([
    "11/22/26",
    "11/22/2026",
    "22/11/26",
    "22/11/2026",
    "22.11.2026",
    "22.11.26",
    "2026-11-22",
    "2026.11.22.",
  ])("%s", (date) => {
    expect(dateOf(date)).toEqual(["2026-11-22", []]);
  });
  test.each([
    "2026年11月22日",
    "2026년 11월 22일",
    "22-11-26",
    "22. 11. 26",
    "22. nov. 2026",
    "il-Ħadd, 22 ta Nov, 2026",
  ])("%s", (date) => {
    expect(dateOf(date)).toEqual(["2026-11-22", []]);
  });
  test("month first where nothing tells, with a warning", () => {
    expect(dateOf("05/04/26")).toEqual([
      "2026-05-04",
      ["sar.txt: line 1: 05/04/26 is read with the month first, as 2026-05-04; else say --date-order dmy"],
    ]);
  });
  test("day first in a language other than English, with a warning", () => {
    const commas = heading("10:00:00") + row("10:00:10").replaceAll(".", ",");
    expect(dateOf("05/04/2026", commas)).toEqual([
      "2026-04-05",
      ["sar.txt: line 1: 05/04/2026 is read with the day first, as 2026-04-05; else say --date-order mdy"],
    ]);
  });
  test.each([
    ["dmy", "2026-04-05"],
    ["mdy", "2026-05-04"],
  ] as const)("as the caller says, %s, without a warning", (dateOrder, day) => {
    const text = `Linux 6.12.0 (h) \t05/04/26 \t_x86_64_\t(2 CPU)\n\n${heading("10:00:00")}${row("10:00:10")}`;
    expect(parseSar(text, "sar.txt", { dateOrder })).toMatchObject({
      rows: [{ local: `${day}T10:00:10` }],
      warnings: [],
    });
  });
  test("in the one way that makes a date, whatever the caller says", () => {
    const text = `Linux 6.12.0 (h) \t22/11/26 \t_x86_64_\t(2 CPU)\n\n${heading("10:00:00")}${row("10:00:10")}`;
    expect(locals(parseSar(text, "sar.txt", { dateOrder: "mdy" }))).toEqual(["2026-11-22T10:00:10"]);
  });
  test("without a warning where both ways are the same day", () => {
    expect(dateOf("11/11/26")).toEqual(["2026-11-11", []]);
  });
  test("by another of the file's dates", () => {
    const one = (date: string): string =>
      `Linux 6.12.0 (h) \t${date} \t_x86_64_\t(2 CPU)\n\n${heading("10:00:00")}${row("10:00:10")}`;
    expect(locals(parse(one("05/04/26") + "\n" + one("22/04/26")))).toEqual([
      "2026-04-05T10:00:10",
      "2026-04-22T10:00:10",
    ]);
  });
  test("refused when it is none", () => {
    expect(() => dateOf("31/31/26")).toThrow("sar.txt: line 1: no date can be read from this banner.");
  });
});

describe("parseSar · clocks", () => {
  test("midnight between heading and first row", () => {
    expect(locals(parse(banner + heading("23:59:55") + row("00:00:05")))).toEqual(["2026-11-23T00:00:05"]);
  });
  test("noon and midnight of the 12-hour clock", () => {
    const text = heading("11:59:50 AM") + row("12:00:00 PM") + row("01:00:00 PM") + row("12:00:00 AM");
    expect(locals(parse(banner + text))).toEqual(["2026-11-22T12:00:00", "2026-11-22T13:00:00", "2026-11-23T00:00:00"]);
  });
  test("a clock that goes back stays on its day, with a warning", () => {
    const report = parse(banner + heading("10:00:00") + row("10:00:10") + row("09:59:50") + row("10:00:00"));
    expect(locals(report)).toEqual(["2026-11-22T10:00:10", "2026-11-22T09:59:50", "2026-11-22T10:00:00"]);
    expect(report.warnings).toEqual([
      "sar.txt: line 5: the clock was set back to 2026-11-22T09:59:50; rows stay in order",
    ]);
  });
  test("a clock that goes back over midnight goes back a day", () => {
    const report = parse(banner + heading("23:59:50") + row("00:00:05") + row("23:59:58") + row("00:00:08"));
    expect(locals(report)).toEqual(["2026-11-23T00:00:05", "2026-11-22T23:59:58", "2026-11-23T00:00:08"]);
  });
  test("the hour that comes twice, by the order of rows", () => {
    const text = "Linux 6 (h) \t2026-10-25 \t_x86_64_\t(1 CPU)\n\n" + heading("01:50:00");
    const rows = ["02:10:00", "02:50:00", "02:10:00", "02:50:00", "03:10:00"].map((time) => row(time)).join("");
    expect(parse(text + rows, "Europe/Berlin").rows.map((each) => each.time)).toEqual([
      "2026-10-25T00:10:00Z",
      "2026-10-25T00:50:00Z",
      "2026-10-25T01:10:00Z",
      "2026-10-25T01:50:00Z",
      "2026-10-25T02:10:00Z",
    ]);
  });
  test("the hour that comes twice, when the file begins in it and goes on after it", () => {
    const text = "Linux 6 (h) \t2026-10-25 \t_x86_64_\t(1 CPU)\n\n" + heading("02:40:00");
    const report = parse(text + row("02:50:00") + row("03:00:00"), "Europe/Berlin");
    expect(report.rows.map((each) => each.time)).toEqual(["2026-10-25T01:50:00Z", "2026-10-25T02:00:00Z"]);
  });
  test("the hour that comes twice, when the file lies in it: the first, with a warning", () => {
    const text = "Linux 6 (h) \t2026-10-25 \t_x86_64_\t(1 CPU)\n\n" + heading("02:40:00");
    const report = parse(text + row("02:50:00"), "Europe/Berlin");
    expect(report.rows[0]?.time).toBe("2026-10-25T00:50:00Z");
    expect(report.warnings).toEqual([
      "sar.txt: line 4: 2026-10-25T02:50:00 came twice in Europe/Berlin; the first is taken",
    ]);
  });
  test("an hour that no clock showed, with a warning", () => {
    const text = "Linux 6 (h) \t2026-03-29 \t_x86_64_\t(1 CPU)\n\n" + heading("02:20:00");
    const report = parse(text + row("02:30:00"), "Europe/Berlin");
    expect(report.rows[0]?.time).toBe("2026-03-29T01:30:00Z");
    expect(report.warnings).toEqual([
      "sar.txt: line 4: 2026-03-29T02:30:00 was never shown by a clock in Europe/Berlin",
    ]);
  });
  test("an unknown zone is refused", () => {
    expect(() => parse(banner, "Europe/Berln")).toThrow('--timezone: "Europe/Berln" is not a time zone.');
  });
});
