import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { printXentop, type Domain } from "./print-xentop.ts";
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

describe("parseXentop · leaves out what cannot be true", () => {
  const guest = (cpu: string): string => sample(named(domain0, "Domain-0"), named(g1, "g1", cpu));
  const told = (cpu: string, pcpus = 1): readonly string[] => parse(first + guest(cpu) + guest("4.0"), pcpus).warnings;
  test.each(["inf", "-nan", "-310.0"])("a share of %s, where the clock was set back", (cpu) => {
    expect(told(cpu)).toEqual(["xentop.txt: line 6: the CPU share of g1 is no number; its sample is left out"]);
  });
  test("a share above what the domain's vCPUs can use", () => {
    const why = "g1 has 1 vCPUs and cannot have used 184467440737.1 %; its sample is left out";
    expect(told("184467440737.1")).toEqual([`xentop.txt: line 6: ${why}`]);
  });
  test("shares above what the host has", () => {
    const busy = sample(...["a", "b", "c"].map((name) => named(g1, name, "90.0")), named(domain0, "Domain-0"));
    const why = "the domains cannot have used 275.0 % of a host with 2 pCPUs; its sample is left out";
    expect(parse(first + busy + guest("1.0") + busy, 2).warnings[0]).toBe(`xentop.txt: line 5: ${why}`);
    expect(parse(first + busy, 3).samples[1]?.hostPercent).toBe(91.666667);
  });
  test("a sample without a domain that was there before and after", () => {
    const report = parse(first + guest("2.0") + sample(named(domain0, "Domain-0")) + guest("4.0"));
    expect(shares(report)).toHaveLength(3);
    expect(report.warnings).toEqual(["xentop.txt: line 7: g1 is missing; its sample is left out"]);
  });
  test("the share of a guest that was started again: it is not known", () => {
    const again = named(g1, "g1", "0.0");
    const restarted = `${again.slice(0, 18)}${"1".padStart(10)}${again.slice(28)}`;
    const report = parse(first + guest("5.0") + sample(named(domain0, "Domain-0"), restarted));
    expect(report.samples[2]?.domains[1]).toEqual({ name: "g1", cpuPercent: 0, baseline: true });
  });
  test("another program's line, but not the sample around it", () => {
    const among = sample(named(domain0, "Domain-0"), "libxenstat: no vif", named(g1, "g1", "7.0"));
    const report = parse(first + among + guest("4.0"));
    expect(report.samples[1]?.hostPercent).toBe(12);
    expect(report.warnings).toEqual([
      'xentop.txt: line 6: xentop prints no such line: "libxenstat: no vif"; the line is left out',
    ]);
  });
  test("a sample in which another program's line stands for a domain's", () => {
    const report = parse(first + sample(named(domain0, "Domain-0"), "xenopsd says g1 ...") + guest("4.0"));
    expect(report.warnings).toEqual([
      'xentop.txt: line 6: xentop prints no such line: "xenopsd says g1 ..."; its sample is left out',
    ]);
  });
  test("what stands above the first heading", () => {
    const report = parse(`${named(g1, "g1")}\n${first}${guest("4.0")}`);
    expect(report.samples.map(({ hostPercent }) => hostPercent)).toEqual([0, 9]);
    expect(report.warnings).toEqual([
      "xentop.txt: line 1: this is not the heading that xentop's output begins with; all above the first heading is left out",
    ]);
  });
});

describe("parseXentop · releases of Xen", () => {
  const percents = (name: string): [boolean, number][] => {
    const report = parse(readFileSync(new URL(`../../../../fixtures/xentop/${name}`, import.meta.url), "utf8"), 16);
    expect(report.warnings).toEqual([]);
    return report.samples.map(({ baseline, hostPercent }) => [baseline, hostPercent]);
  };
  test("columns that widen when a guest has sent more than 95 GiB", () => {
    expect(percents("xentop-4.20-wide-columns.txt")).toEqual([
      [true, 0],
      [false, 30.625],
      [false, 30.625],
    ]);
  });
  test("disks without figures", () => {
    expect(percents("xentop-4.20-no-disk-figures.txt")).toEqual([
      [true, 0],
      [false, 26.875],
      [false, 26.875],
    ]);
  });
});

describe("parseXentop · the study's own sample", () => {
  const vbd = (wr: number, rsect: number, wsect: number): Domain["vbd"] => ({ oo: 0, rd: 135_642, wr, rsect, wsect });
  const guest = {
    name: "dl380x1561",
    state: "--b---",
    memKiB: 24_580_068,
    maxMemKiB: 24_580_096,
    vcpus: 16,
    nets: 4,
    vbds: 1,
    ssid: 0,
  };
  const domain0OfStudy = {
    ...{ name: "Domain-0", state: "-----r", memKiB: 2_058_752, vcpus: 16, nets: 0, netTxKiB: 0, netRxKiB: 0 },
    ...{ vbds: 0, vbd: { oo: 0, rd: 0, wr: 0, rsect: 0, wsect: 0 }, ssid: 0 },
  };
  const study = [
    [
      {
        ...guest,
        cpuSec: 149_273,
        cpuTenths: 348,
        netTxKiB: 62_167_321,
        netRxKiB: 199_523_952,
        vbd: vbd(79_120_220, 10_278_820, 788_315_642),
      },
      { ...domain0OfStudy, cpuSec: 26_653, cpuTenths: 131 },
    ],
    [
      {
        ...guest,
        cpuSec: 149_280,
        cpuTenths: 670,
        netTxKiB: 62_169_243,
        netRxKiB: 199_529_439,
        vbd: vbd(79_127_805, 10_278_820, 788_376_322),
      },
      { ...domain0OfStudy, cpuSec: 26_655, cpuTenths: 191 },
    ],
    [
      {
        ...guest,
        state: "-----r",
        cpuSec: 149_288,
        cpuTenths: 812,
        netTxKiB: 62_171_540,
        netRxKiB: 199_536_349,
        vbd: vbd(79_136_392, 10_280_244, 788_445_122),
      },
      { ...domain0OfStudy, cpuSec: 26_657, cpuTenths: 212 },
    ],
  ];
  const text = printXentop(study, "4.1");
  const read = [
    [false, 2.99375, "dl380x1561 34.8, Domain-0 13.1"],
    [false, 5.38125, "dl380x1561 67, Domain-0 19.1"],
    [false, 6.4, "dl380x1561 81.2, Domain-0 21.2"],
  ];
  test.each([
    ["as xentop 4.1 printed it, its long numbers wider than their columns", text],
    [
      "with a tab between columns, as in the thesis",
      text
        .replaceAll("no limit", "no_limit")
        .replaceAll(/ +/gu, "\t")
        .replaceAll(/^\t/gmu, "")
        .replaceAll("no_limit", "no limit"),
    ],
    ["with one blank between columns", text.replaceAll(/ +/gu, " ").replaceAll(/^ /gmu, "")],
  ])("%s", (_, printed) => {
    const report = parse(printed, 16);
    expect(report.warnings).toEqual([]);
    expect(
      report.samples.map(({ baseline, hostPercent }, index) => [baseline, hostPercent, shares(report)[index]]),
    ).toEqual(read);
  });
});

describe("parseXentop · refuses a file of which nothing can be read, and says where", () => {
  const noHeading = "this is not the heading that xentop's output begins with. Give the whole output of xentop -b.";
  test.each([
    ["an empty file", "", "xentop.txt: line 1: the file is empty. Give the whole output of xentop -b."],
    ["rows without a heading", domain0, `xentop.txt: line 1: ${noHeading}`],
    ["another tool's output", "\nLinux 6.12 (h)\n", `xentop.txt: line 2: ${noHeading}`],
    [
      "a heading alone",
      `${heading}\n`,
      "xentop.txt: Crossbed could read no sample. First of 1 reason(s): xentop.txt: line 1: the file ends before the last sample does; its sample is left out." +
        " Give the whole output of xentop -b, and the host's number of pCPUs.",
    ],
  ])("%s", (_, text, message) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: "malformed", message }) as Error);
  });
});
