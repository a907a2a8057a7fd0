import { readFileSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSar, type SarReport } from "../../../../../benchmarks/collect/sar/parser.ts";

const folder = new URL("../../../../fixtures/sar/", import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const parseFixture = (name: string, timeZone?: string): SarReport =>
  parseSar(fixture(name), name, timeZone === undefined ? {} : { timeZone });

const banner = "Linux 6.12.0 (host1) \t11/22/26 \t_x86_64_\t(2 CPU)\n\n";
const heading = (time: string): string =>
  `${time}        CPU     %user     %nice   %system   %iowait    %steal     %idle\n`;
const row = (time: string, user = "10.00", idle = "90.00"): string =>
  `${time}        all     ${user}      0.00      0.00      0.00      0.00     ${idle}\n`;
const parse = (text: string, timeZone?: string): SarReport =>
  parseSar(text, "sar.txt", timeZone === undefined ? {} : { timeZone });
const locals = (report: SarReport): string[] => report.rows.map((each) => each.local);

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "nothing was thrown";
}

/** Rows of the same recording as `sadf -j` prints them, in UTC. */
function sadf(name: string): { time: string; cpu: string; user: number; idle: number }[] {
  interface Document {
    sysstat: { hosts: [{ statistics: { timestamp: { date: string; time: string }; "cpu-load": object[] }[] }] };
  }
  const document = JSON.parse(fixture(name)) as Document;
  return document.sysstat.hosts[0].statistics.flatMap(({ timestamp, "cpu-load": cpus }) =>
    cpus.map((cpu) => ({ time: `${timestamp.date}T${timestamp.time}Z`, ...cpu }) as ReturnType<typeof sadf>[number]),
  );
}

test("parseSar · reads the recording of a whole minute, its average left out with a warning", () => {
  const report = parseFixture("sar-u-dom0-host2.txt");
  expect(report.rows).toHaveLength(25);
  expect(report.rows[2]).toEqual({
    local: "2026-11-22T21:02:48",
    cpu: "all",
    user: 43.75,
    nice: 0,
    system: 26.56,
    iowait: 0,
    steal: 24.48,
    idle: 5.21,
  });
  expect(report.warnings).toEqual(["sar-u-dom0-host2.txt: line 29: left out: an average of sar's own"]);
});

describe("parseSar · gives what sadf -j gives for the same recording", () => {
  const names = ["sar-12.6.1-cpus.txt", "sar-12.6.1-colour.txt"];
  test.each(names)("%s", (name) => {
    const rows = parseFixture(name, "Europe/Berlin").rows.map(({ local: _, ...each }) => each);
    expect(rows).toEqual(sadf("sadf-12.6.1-midnight-cpus.json"));
  });
  test.each(["sar-12.6.1-all-reports-cpus.txt", "sar-12.6.1-all-reports-cpus-sv_SE.txt"])(
    "%s, -u ALL among some forty other reports, to the hundredth that its rounding leaves",
    (name) => {
      const rows = parseFixture(name, "Europe/Berlin").rows;
      const expected = sadf("sadf-12.6.1-midnight-cpus.json");
      expect(rows.map(({ time, cpu }) => [time, cpu])).toEqual(expected.map(({ time, cpu }) => [time, cpu]));
      for (const [index, each] of rows.entries()) {
        expect(Math.abs(each.user - (expected[index]?.user ?? NaN))).toBeLessThan(0.011);
        expect(Math.abs(each.idle - (expected[index]?.idle ?? NaN))).toBeLessThan(0.011);
      }
    },
  );
  test.each(["ends", "begins"])("when summer time %s", (what) => {
    const report = parseFixture(`sar-12.6.1-summer-time-${what}.txt`, "Europe/Berlin");
    expect(report.rows.map(({ local: _, ...each }) => each)).toEqual(sadf(`sadf-12.6.1-summer-time-${what}.json`));
    expect(report.warnings.map((warning) => warning.split(": ").at(-1))).toEqual(["an average of sar's own"]);
  });
});

describe("parseSar · reads the same from every language", () => {
  const expected = parseFixture("sar-12.6.1-midnight.txt");
  const names = readdirSync(folder).filter((name) => /midnight-.._..\.txt$/u.test(name) && !name.includes("nb_NO"));
  test.each(names)("%s", (name) => {
    expect(parseFixture(name).rows).toEqual(expected.rows);
  });
  test("there are eleven of them", () => {
    expect(names).toHaveLength(11);
  });
  test("Norwegian, which prints no seconds, with a warning", () => {
    const report = parseFixture("sar-12.6.1-midnight-nb_NO.txt");
    const cutToMinutes = locals(expected).map((local) => local.replace(/\d\d$/u, "00"));
    expect(locals(report)).toEqual(cutToMinutes);
    expect(report.warnings[0]).toBe(
      "sar-12.6.1-midnight-nb_NO.txt: line 3: times have no seconds in this language; taken as 0",
    );
  });
  test("ISO times", () => {
    expect(parseFixture("sar-12.6.1-iso.txt").rows).toEqual(expected.rows);
  });
});

test("parseSar · crosses midnight, and tells of restart, comment and averages", () => {
  const report = parseFixture("sar-12.6.1-midnight-en_US.txt");
  expect(locals(report)).toEqual([
    "2026-11-22T23:59:58",
    "2026-11-23T00:00:00",
    "2026-11-23T00:00:02",
    "2026-11-23T00:00:16",
    "2026-11-23T00:00:18",
  ]);
  expect(report.warnings.map((warning) => warning.replace(/^.*?: /u, ""))).toEqual([
    "line 7: left out: an average of sar's own",
    "line 9: left out: LINUX RESTART (2 CPU)",
    "line 10: left out: COM load is on",
    "line 15: left out: an average of sar's own",
  ]);
});

test("parseSar · reads percent signs and whole numbers", () => {
  const [human] = parseFixture("sar-12.6.1-human.txt").rows;
  const [whole] = parseFixture("sar-12.6.1-no-decimals.txt").rows;
  expect([human?.user, human?.system, human?.steal]).toEqual([70.2, 29.2, 0.5]);
  expect([whole?.user, whole?.system, whole?.idle]).toEqual([70, 29, 0]);
});

test("parseSar · adds guest time to user, its niced part to nice, interrupts to system", () => {
  const titles = "     %usr     %nice      %sys   %iowait    %steal      %irq     %soft    %guest    %gnice     %idle";
  const values = "     1.10      0.20      3.30      4.00      5.00      0.10      0.20     20.20      2.10     63.80";
  const report = parse(`${banner}10:00:00        CPU${titles}\n10:00:10        all${values}\n`);
  expect(report.rows).toEqual([
    {
      local: "2026-11-22T10:00:10",
      cpu: "all",
      user: 21.3,
      nice: 2.3,
      system: 3.6,
      iowait: 4,
      steal: 5,
      idle: 63.8,
    },
  ]);
});

test("parseSar · leaves out what an old sysstat did not measure", () => {
  const text =
    "Linux 2.4.21 (old) \t10/12/2007\n\n12:00:01 AM       CPU     %user     %nice   %system     %idle\n" +
    "12:10:01 AM       all      1.00      0.00      2.00     97.00\n";
  expect(parse(text).rows).toEqual([
    { local: "2007-10-12T00:10:01", cpu: "all", user: 1, nice: 0, system: 2, idle: 97 },
  ]);
});

test("parseSar · reads the study's own sample, in which every gap is one space", () => {
  const text =
    "Linux 2.6.32-220.23.1.el6.x86_64 (dl380x1528) 04/25/2013 _x86_64_ (16 CPU)\n" +
    "03:24:41 PM CPU %user %nice %system %iowait %steal %idle\n" +
    "03:24:51 PM all 4.74 0.00 1.05 4.97 0.00 89.25\n";
  expect(locals(parse(text))).toEqual(["2013-04-25T15:24:51"]);
});

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

describe("parseSar · releases of sysstat", () => {
  test("a CPU without ticks, of which 11.6.1 prints a value less than it prints titles", () => {
    const report = parseFixture("sar-11.6.1-tickless-cpu.txt");
    expect(report.rows.map(({ local, cpu, idle }) => [local, cpu, idle])).toEqual([
      ["2021-03-23T00:05:01", "all", 94],
      ["2021-03-23T00:05:01", "0", 88],
      ["2021-03-23T00:05:01", "1", 100],
      ["2021-03-23T00:10:01", "all", 94],
      ["2021-03-23T00:10:01", "0", 88],
      ["2021-03-23T00:10:01", "1", 100],
    ]);
    expect(report.rows[2]).toMatchObject({ user: 0, nice: 0, system: 0, iowait: 0, steal: 0 });
    expect(report.warnings).toEqual([]);
  });
  const columns = ["%usr", "%nice", "%sys", "%iowait", "%steal", "%irq", "%soft", "%guest", "%gnice", "%idle"];
  test("any of sar's columns in sar's order, with user, system and idle", () => {
    const chosen = fc
      .subarray(columns)
      .filter((each) => ["%usr", "%sys", "%idle"].every((name) => each.includes(name)));
    const law = fc.property(chosen, fc.integer({ min: 0, max: 4096 }), (titles, cpu) => {
      const values = titles.map((title) => (title === "%idle" ? 100 - titles.length + 1 : 1));
      const line = (words: (string | number)[]): string => `${words.join("  ")}\n`;
      const text = `${banner}${line(["10:00:00", "CPU", ...titles])}${line(["10:00:10", cpu, ...values.map((value) => value.toFixed(2))])}`;
      const [only] = parse(text).rows;
      expect([only?.cpu, only?.idle]).toEqual([String(cpu), 101 - titles.length]);
      expect(only?.user).toBe(titles.includes("%guest") ? 2 : 1);
      expect(only?.system).toBe(1 + ["%irq", "%soft"].filter((name) => titles.includes(name)).length);
    });
    fc.assert(law, { numRuns: 100 });
  });
  test("whole numbers, whose rounding leaves up to half a percent a column", () => {
    const text = `${banner}${heading("10:00:00")}10:00:10        all        10         0         0         1         1        86\n`;
    expect(parse(text).rows[0]?.idle).toBe(86);
  });
});

test("parseSar · takes Windows' line ends and a byte order mark", () => {
  const text = `\uFEFF${banner}${heading("10:00:00")}${row("10:00:10")}`.replaceAll("\n", "\r\n");
  expect(locals(parse(text))).toEqual(["2026-11-22T10:00:10"]);
});

test("parseSar · reads a live recording of two reports at once", () => {
  const report = parseFixture("sar-12.6.1-live-two-reports.txt");
  expect([report.rows.length, report.warnings.length]).toEqual([2, 1]);
});
