/** What a single line of `xentop -b` is, below the heading whose layout it follows. */
import { longestLine } from "../longest-line.ts";
import { holdsHeading, holdsState, parseHeading, type XentopLayout } from "./layout.ts";

export interface XentopRow {
  readonly name: string;
  /** NaN where it is no number. */
  readonly cpuPercent: number;
  /** CPU time since the domain began. */
  readonly cpuSec: number;
  readonly vcpus: number;
  /** The name is longer than its column: with `-f` before Xen 4.5, or the line holds the end of another's row. */
  readonly isOverlong: boolean;
}

export type XentopLine =
  | { readonly kind: "heading"; readonly layout: XentopLayout }
  | { readonly kind: "row"; readonly row: XentopRow }
  /** Of what `-n`, `-x`, `-v`, `-t` print below a domain, and `-p` below a sample. */
  | { readonly kind: "detail" }
  /** Holds a domain's state or a title, but is not as xentop prints it. */
  | { readonly kind: "torn"; readonly holdsHeading: boolean }
  | { readonly kind: "foreign" };

const details = [
  /^Net\d+ RX: +\d+bytes .*TX: +\d+bytes .*drop$/u,
  /^VBD \w+ +\d+ .*OO: +[\d-]+ .*WSECT: +[\d-]+$/u,
  /^VCPUs\(sec\):(?: +\d+: +\d+s)*$/u,
  /^ {8}(?: +\d+: +\d+s)+$/u,
  /^Tmem: +Curr eph pages:/u,
  /^(?:Physical CPU Usage:|No PCPU data available|\+-+\+-+\+|\| Core +\| Usage +\||\| \d+ +\| +-?(?:[\d.]+|inf|nan)% \|)$/u,
];
/** Sorts a line that is not blank; `layout` is of the heading above, when there is one. */
export function classifyXentopLine(printed: string, layout: XentopLayout | undefined): XentopLine {
  if (printed.length > longestLine) return { kind: "foreign" };
  const line = printed.trimEnd();
  const heading = parseHeading(line);
  if (heading !== undefined) return { kind: "heading", layout: heading };
  const row = layout === undefined ? undefined : parseRow(line, layout);
  if (row !== undefined) return { kind: "row", row };
  if (details.some((detail) => detail.test(line))) return { kind: "detail" };
  return holdsState(line) ? { kind: "torn", holdsHeading: holdsHeading(line) } : { kind: "foreign" };
}

/** A line that is exactly what xentop prints for a domain: each value padded to its column or longer than that. */
function parseRow(line: string, { columns, isAligned, row }: XentopLayout): XentopRow | undefined {
  const [, nameField = "", , ...values] = row.exec(line) ?? [];
  if (values.length === 0) return undefined;
  const width = columns[0]?.width ?? 0;
  const { least, most } = byteLength(nameField);
  if (isAligned) {
    const isExact = values.every(
      (value, index) => value === ` ${value.trim().padStart(columns[index + 2]?.width ?? 0)}`,
    );
    if (!isExact || most < width) return undefined;
  }
  const valueOf = (title: string): number => {
    const value = values[columns.findIndex((column) => column.title === title) - 2];
    return value === undefined ? NaN : Number(value.trim().replace(",", "."));
  };
  return {
    name: nameField.trimStart(),
    cpuPercent: valueOf("CPU(%)"),
    cpuSec: valueOf("CPU(sec)"),
    vcpus: valueOf("VCPUS"),
    isOverlong: isAligned && least > width,
  };
}

/** printf pads and cuts by bytes. A character that was cut to one to three bytes has been read as U+FFFD. */
function byteLength(text: string): { readonly least: number; readonly most: number } {
  const most = Buffer.byteLength(text);
  return { least: most - 2 * (text.split("\uFFFD").length - 1), most };
}
