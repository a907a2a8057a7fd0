import { readdirSync } from "node:fs";
import { fc } from "../../../../support/laws.ts";
import { describe, expect, test } from "vitest";
import { parseFixture, banner, heading, row, parse, locals, sadf, folder } from "./recordings.ts";

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
