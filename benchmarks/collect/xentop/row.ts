/**
 * One line of `xentop -b`. Columns are right-aligned to the widths below and set apart by one space (xen: tools/xenstat/xentop);
 * only the widths tell a row from two halves of rows run together.
 */

/** Titles and widths; Xen before 4.0 prints no sectors. */
const columns = [
  ["NAME", 10],
  ["STATE", 6],
  ["CPU(sec)", 10],
  ["CPU(%)", 6],
  ["MEM(k)", 10],
  ["MEM(%)", 6],
  ["MAXMEM(k)", 10],
  ["MAXMEM(%)", 9],
  ["VCPUS", 5],
  ["NETS", 4],
  ["NETTX(k)", 8],
  ["NETRX(k)", 8],
  ["VBDS", 4],
  ["VBD_OO", 8],
  ["VBD_RD", 8],
  ["VBD_WR", 8],
  ["VBD_RSECT", 10],
  ["VBD_WSECT", 10],
  ["SSID", 4],
] as const;

const state = /[-d][-s][-b][-c][-p][-r]/u;
const anyState = new RegExp(` ${state.source} `, "u");
const lastState = new RegExp(`^(?<name>.*) (?<state>${state.source}) (?<rest>.*)$`, "u");
/** What follows below a domain with `-n`, `-x`, `-v` or `-t`. */
const detail = /^(?:Net\d+ +RX:|VBD \S+ +\d+ \[|VCPUs\(sec\):|Tmem:|\s+\d+:\s+\d+s)/u;

export type XentopLine =
  | { readonly kind: "heading"; readonly hasSectors: boolean }
  | { readonly kind: "row"; readonly name: string; readonly cpuPercent: number; readonly isLongName: boolean }
  | { readonly kind: "detail" }
  /** Holds a domain's state, but is not a row as xentop prints them. */
  | { readonly kind: "torn" }
  | { readonly kind: "unknown" };

export function classifyXentopLine(line: string, hasSectors: boolean): XentopLine {
  const words = line.trim().split(/\s+/u).join(" ");
  if (words === titles(true)) return { kind: "heading", hasSectors: true };
  if (words === titles(false)) return { kind: "heading", hasSectors: false };
  if (detail.test(line)) return { kind: "detail" };
  const groups = lastState.exec(line)?.groups;
  if (groups === undefined) return { kind: state.test(line) || words.includes(" STATE") ? "torn" : "unknown" };

  const { name = "", rest = "" } = groups;
  const cpuPercent = readRest(rest, hasSectors);
  return cpuPercent === undefined || !isName(name)
    ? { kind: "torn" }
    : { kind: "row", name: name.trim(), cpuPercent, isLongName: name.length > 10 };
}

/** What a line that was cut off is the beginning of, `names` being those of other rows. Undefined: of nothing that xentop prints. */
export function beginningOf(line: string, names: readonly string[]): "heading" | "row" | undefined {
  if (`${"NAME".padStart(10)}  STATE `.startsWith(line) || /^ {6}NAME +STATE /u.test(line)) return "heading";
  const isKnown = names.some((name) => name.padStart(10).startsWith(line.slice(0, 10).trimEnd()));
  const isRow = line.length <= 10 ? isKnown : /^ [-dsbcpr]{0,6}$/u.test(line.slice(10)) || state.test(line.slice(10));
  return isRow ? "row" : undefined;
}

/** Names are padded or cut to ten characters; with `-f` they may be longer, and then have no padding. */
function isName(text: string): boolean {
  if (text.trim() === "" || /\S\s{2,}\S/u.test(text) || anyState.test(text)) return false;
  return text.length === 10 || (text.length > 10 && !text.startsWith(" "));
}

function titles(hasSectors: boolean): string {
  return columnsOf(hasSectors)
    .map(([title]) => title)
    .join(" ");
}

function columnsOf(hasSectors: boolean): (typeof columns)[number][] {
  return columns.filter(([title]) => hasSectors || !title.endsWith("SECT"));
}

/** CPU(%) of what follows the state, when all of it stands in its columns. */
function readRest(rest: string, hasSectors: boolean): number | undefined {
  const values = rest.trim().replace("no limit", "no-limit").split(/\s+/u);
  const expected = columnsOf(hasSectors).slice(2);
  if (values.length !== expected.length) return undefined;
  const printed = expected.map(([title, width], index) => {
    const value = values[index] ?? "";
    return isValue(title, value) ? value.replace("no-limit", "no limit").padStart(width) : "?";
  });
  return printed.join(" ") === rest.trimEnd() ? Number(values[1]) : undefined;
}

function isValue(title: string, value: string): boolean {
  if (title === "MAXMEM(k)") return /^(?:\d+|no-limit)$/u.test(value);
  if (title === "MAXMEM(%)") return /^(?:\d+\.\d|n\/a)$/u.test(value);
  return (title.endsWith("(%)") ? /^\d+\.\d$/u : /^\d+$/u).test(value);
}
