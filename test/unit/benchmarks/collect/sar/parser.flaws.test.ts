import { describe, expect, test } from "vitest";
import { parseFixture, banner, heading, row, parse, locals, messageOf } from "./recordings.ts";

describe("parseSar · files that end in the middle", () => {
  const whole = banner + heading("10:00:00") + row("10:00:10") + row("10:00:20");
  test("every cut inside of the last row leaves it out, with a warning", () => {
    const start = whole.length - row("10:00:20").length;
    for (let length = start + 1; length < whole.length - 1; length += 1) {
      const report = parse(whole.slice(0, length));
      expect([length, locals(report)]).toEqual([length, ["2026-11-22T10:00:10"]]);
      expect(report.warnings).toEqual(["sar.txt: line 5: left out: the file ends in the middle of this line"]);
    }
  });
  test("a last row without its line's end is whole", () => {
    const report = parse(whole.trimEnd());
    expect([locals(report).length, report.warnings]).toEqual([2, []]);
  });
  test("a cut average is told once", () => {
    expect(parse(`${whole}Average:        all     10.0`).warnings).toEqual([
      "sar.txt: line 6: left out: the file ends in the middle of this line",
    ]);
  });
  test("a recording without any row is refused", () => {
    expect(() => parse(banner + heading("10:00:00"))).toThrow(
      "sar.txt: line 3: no interval had ended when the recording did.",
    );
  });
});

describe("parseSar · refuses what sar does not print, and says where", () => {
  const hint = " Give the whole output of sar -u, recorded with S_TIME_FORMAT=ISO if its language is not known here.";
  const refusals: [string, string, string][] = [
    ["an empty file", "", "sar.txt: line 1: the file is empty."],
    ["any text", "hello\nworld\n", "sar.txt: line 1: this is not the banner that sar's output begins with."],
    [
      "rows without a banner",
      row("10:00:10"),
      "sar.txt: line 1: this is not the banner that sar's output begins with.",
    ],
    [
      "another system's sar",
      "SunOS h 5.10 Generic sun4v 11/22/2026\n",
      "sar.txt: line 1: this is not the banner that sar's output begins with.",
    ],
    [
      "a row without a heading",
      banner + row("10:00:10") + row("10:00:20"),
      `sar.txt: line 3: sar prints no such line here: ${JSON.stringify(row("10:00:10").trimEnd())}.`,
    ],
    [
      "a report of nothing",
      `${banner}10:00:00 hello world\n10:00:10 1 2\n`,
      'sar.txt: line 3: sar prints no such line here: "10:00:00 hello world".',
    ],
  ];
  test.each(refusals)("%s", (_, text, message) => {
    expect(messageOf(() => parse(text))).toBe(message + hint);
  });
  test.each(["mpstat", "pidstat", "iostat"])("%s's output, whose banner is the same", (tool) => {
    expect(() => parseFixture(`${tool}-12.6.1.txt`)).toThrow(
      `${tool}-12.6.1.txt: line 3: sar prints no such line here:`,
    );
  });
  test("sar's output without a CPU report", () => {
    const text = `${banner}10:00:00    kbmemfree   kbavail\n10:00:10      9857312  19077776\n`;
    expect(() => parse(text)).toThrow(`sar.txt: line 4: there is no CPU report up to here.${hint}`);
  });
});

describe("parseSar · leaves an interval out that was not measured, and tells it", () => {
  const sound = row("10:00:20");
  const read = (flawed: string): [string[], readonly string[]] => {
    const report = parse(banner + heading("10:00:00") + flawed + sound);
    return [locals(report), report.warnings];
  };
  test.each([
    ["zeros throughout", row("10:00:10", "0.00", "0.00"), "0.00"],
    ["percentages above 100", row("10:00:10", "50.00"), "140.00"],
    ["a counter that went back", row("10:00:10", "42949672.95"), "42949762.95"],
  ])("%s", (_, flawed, sum) => {
    const why = `left out: the percentages of CPU all add up to ${sum}`;
    expect(read(flawed)).toEqual([["2026-11-22T10:00:20"], [`sar.txt: line 4: ${why}`]]);
  });
  test.each([" oops", "  nan", " -nan", "-1.00"])("%s for a number", (word) => {
    const flawed = row("10:00:10", word).trimEnd();
    const why = `left out: sar prints no such line here: ${JSON.stringify(flawed)}`;
    expect(read(`${flawed}\n`)).toEqual([["2026-11-22T10:00:20"], [`sar.txt: line 4: ${why}`]]);
  });
  test("a column too many", () => {
    expect(read(`${row("10:00:10").trimEnd()} 1.00\n`)[0]).toEqual(["2026-11-22T10:00:20"]);
  });
  test("a file in which none was, is refused", () => {
    expect(() => parse(banner + heading("10:00:00") + row("10:00:10", "0.00", "0.00"))).toThrow(
      "sar.txt: line 4: no interval was measured: the percentages of CPU all add up to 0.00.",
    );
  });
  test("the row of all CPUs, in a recording of sysstat 9.0.4", () => {
    const report = parseFixture("sar-9.0.4-all-row-zero.txt");
    expect(report.rows.map(({ local, cpu, idle }) => [local, cpu, idle])).toEqual([
      ["2018-06-06T09:52:01", "0", 20],
      ["2018-06-06T09:52:01", "1", 70],
      ["2018-06-06T09:54:01", "all", 60],
      ["2018-06-06T09:54:01", "0", 40],
      ["2018-06-06T09:54:01", "1", 80],
    ]);
    expect(report.warnings).toEqual([
      "sar-9.0.4-all-row-zero.txt: line 4: left out: the percentages of CPU all add up to 0.00",
    ]);
  });
  test("not the other lines around it: what another program said, a report not known here", () => {
    const text =
      `$ sar 10\n${banner}${heading("10:00:00")}${row("10:00:10")}Terminated by the operator\n${row("10:00:20")}` +
      `10:00:20 foo bar\n10:00:30 all 10.00\n${heading("10:00:30")}${row("10:00:40")}`;
    const report = parse(text);
    expect(locals(report)).toEqual(["2026-11-22T10:00:10", "2026-11-22T10:00:20", "2026-11-22T10:00:40"]);
    expect(report.warnings).toEqual([
      "sar.txt: line 1: left out: this is not the banner that sar's output begins with",
      'sar.txt: line 6: left out: sar prints no such line here: "Terminated by the operator"',
      'sar.txt: line 8: left out: sar prints no such line here: "10:00:20 foo bar"',
    ]);
  });
  test("twenty such lines by name, the rest by number", () => {
    const report = parse(banner + heading("10:00:00") + row("10:00:10") + "?\n".repeat(5000) + row("10:00:20"));
    expect([report.rows.length, report.warnings.length]).toEqual([2, 21]);
    expect(report.warnings[20]).toBe("sar.txt: left out: 4980 more lines that sar does not print");
  });
});
