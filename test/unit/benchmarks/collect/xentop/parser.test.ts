import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseXentop, type XentopReport } from "../../../../../benchmarks/collect/xentop/parser.ts";

const fixture = (host: string): string =>
  readFileSync(new URL(`../../../../fixtures/xentop/xentop-4.20-${host}.txt`, import.meta.url), "utf8");
const parse = (text: string, pcpus = 1): XentopReport => parseXentop(text, "xentop.txt", pcpus);

const lines = fixture("host2").split("\n");
const [heading = "", domain0 = "", g1 = ""] = lines.slice(3, 6);
/** Rows cut from the recording with another name and CPU share in their columns. */
const named = (row: string, name: string, cpu = "5.0"): string =>
  `${name.padStart(10)}${row.slice(10, 28)} ${cpu.padStart(6)}${row.slice(35)}`;
const sample = (...rows: string[]): string => `${[heading, ...rows].join("\n")}\n`;
const first = sample(named(domain0, "Domain-0", "0.0"), named(g1, "g1", "0.0"));
const shares = (report: XentopReport): string[] =>
  report.samples.map((each) => each.domains.map(({ name, cpuPercent }) => `${name} ${String(cpuPercent)}`).join(", "));

test("parseXentop · reads a recording in which a domain arrives by live migration", () => {
  const report = parse(fixture("host1"));
  expect(report.samples).toHaveLength(30);
  expect(report.samples[0]).toEqual({
    baseline: true,
    domains: [{ name: "Domain-0", cpuPercent: 0 }],
    hostPercent: 0,
  });
  expect(report.samples[7]).toEqual({
    baseline: false,
    domains: [
      { name: "Domain-0", cpuPercent: 67.6 },
      { name: "g1", cpuPercent: 0, baseline: true },
    ],
    hostPercent: 67.6,
  });
  expect(report.samples[14]?.hostPercent).toBe(86.9);
  expect(report.warnings).toEqual(["xentop.txt: line 17: g1 is new, its 0.0 is no measurement"]);
});

test("parseXentop · reads a recording in which a domain leaves", () => {
  const report = parse(fixture("host2"), 4);
  expect(report.samples).toHaveLength(30);
  expect(report.samples.filter((each) => each.baseline)).toHaveLength(1);
  expect(report.samples.filter((each) => each.domains.length === 2)).toHaveLength(13);
  expect(report.samples[1]?.hostPercent).toBe(5.225);
  expect(report.warnings).toEqual([]);
});

describe("parseXentop · names", () => {
  const shown = (name: string): XentopReport =>
    parse(first + sample(domain0, named(g1, name)) + sample(domain0, named(g1, name)));
  test.each(["ab cd ef", "dl380x1561", "a guest of a long name", "x"])("%s", (name) => {
    expect(shown(name).samples[2]?.domains[1]?.name).toBe(name);
  });
  test("two domains of one name are both counted, with a warning", () => {
    const both = sample(named(domain0, "Domain-0"), named(g1, "dl380x1561", "3.0"), named(g1, "dl380x1561", "4.0"));
    const report = parse(both + both, 2);
    expect(report.samples[1]?.hostPercent).toBe(6);
    expect(report.warnings).toEqual([
      "xentop.txt: line 4: two domains are printed as dl380x1561; -f would tell them apart",
    ]);
  });
});

test("parseXentop · reads `no limit`, which is two words", () => {
  const limit = `${domain0.slice(0, 54)}  no limit       n/a${domain0.slice(74)}`;
  expect(limit).toHaveLength(domain0.length);
  expect(shares(parse(first + sample(limit, g1)))[1]).toMatch(/^Domain-0 \d/u);
});

test("parseXentop · takes a second recording in the same file for a beginning", () => {
  const report = parse(first + sample(domain0, g1) + first + sample(domain0, g1));
  expect(report.samples.map((each) => each.baseline)).toEqual([true, false, true, false]);
});

describe("parseXentop · leaves a sample out that is not whole", () => {
  const last = sample(domain0, g1);
  const whole = first + sample(domain0, g1) + last;
  test("every cut inside of the last sample but at its end", () => {
    const blanks = 6; // a heading begins with them, and blanks alone are nothing
    for (let length = whole.length - last.length + blanks + 1; length < whole.length - 1; length += 1) {
      const report = parse(whole.slice(0, length));
      expect([length, report.samples.length, report.warnings.length]).toEqual([length, 2, 1]);
      expect(report.warnings[0]).toMatch(/^xentop\.txt: line [789]: the file ends .*; its sample is left out$/u);
    }
  });
  test("without its last line's end it is whole", () => {
    expect(parse(whole.trimEnd()).samples).toHaveLength(3);
  });

  const torn: [string, string][] = [
    ["a name run into the next row", `  Doma${g1}`],
    ["an unpadded name run into the next row", `dl380${named(g1, "guestname")}`],
    ["a row run into the next row", domain0.slice(0, 60) + g1],
    ["a row of which the middle is gone", domain0.slice(0, 40) + domain0.slice(45)],
    ["a row of which the beginning is gone", domain0.slice(5)],
    ["a heading run into a row", heading.slice(0, 30) + domain0],
  ];
  test.each(torn)("%s", (_, line) => {
    const report = parse(
      first + sample(domain0, line, named(g1, "guestname")) + sample(domain0, named(g1, "guestname")),
    );
    expect(shares(report)).toHaveLength(2);
    expect(report.warnings[0]).toBe("xentop.txt: line 6: this line is torn; its sample is left out");
  });
  test("one in which dom0 comes twice, since a heading is gone", () => {
    const report = parse(first + sample(domain0, g1, domain0, g1) + sample(domain0, g1));
    expect(report.warnings).toEqual(["xentop.txt: line 7: Domain-0 comes twice; its sample is left out"]);
  });
});

describe("parseXentop · refuses what xentop does not print, and says where", () => {
  test.each([
    ["an empty file", "", 1, "this is not the heading that xentop's output begins with."],
    ["rows without a heading", domain0, 1, "this is not the heading that xentop's output begins with."],
    ["any text", `${heading}\nhello world\n${domain0}\n`, 2, 'xentop prints no such line: "hello world".'],
    [
      "an empty sample of another tool",
      "Linux 6.12 (h)\n",
      1,
      "this is not the heading that xentop's output begins with.",
    ],
  ])("%s", (_, text, line, message) => {
    expect(() => parse(text)).toThrow(
      `xentop.txt: line ${String(line)}: ${message} Give the whole output of xentop -b.`,
    );
  });
});
