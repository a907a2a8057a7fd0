/**
 * The heading of a sample. xentop pads each title to its column's width, and since Xen 4.5 the columns of a sample widen with its
 * values: only the heading above says how wide they are (xen: tools/xentop/xentop.c, `do_header`, `adjust_field_widths`).
 */

export interface XentopColumn {
  readonly title: string;
  /** Of a shorter value, which is padded on its left; a longer one takes more. */
  readonly width: number;
}

export interface XentopLayout {
  readonly columns: readonly XentopColumn[];
  /** False where blanks were lost on the file's way here: values are then told apart by blanks alone. */
  readonly isAligned: boolean;
  readonly row: RegExp;
}

const title = /^[A-Z][A-Z_0-9]*(?:\((?:sec|k|%)\))?$/u;
/** Domains may be dying, shut down, blocked, crashed, paused, running. */
const state = "[-d][-s][-b][-c][-p][-r]";
/** A share of no time at all, or of memory that the host does not tell, is printed as C prints it. */
const share = String.raw`-?(?:\d+[.,]\d|inf|nan)|n/a`;
const stateOrTitle = new RegExp(`(?:^|\\s)${state}(?:\\s|$)|\\sSTATE\\b`, "u");
const layouts = new Map<string, XentopLayout>();

/** Reads a line as a heading; undefined when it is none. */
export function parseHeading(line: string): XentopLayout | undefined {
  const text = line.trimEnd();
  if (!/^\s*NAME\s+STATE\s/u.test(text)) return undefined;
  const known = layouts.get(text);
  if (known !== undefined) return known;
  const words = [...text.matchAll(/\S+/gu)];
  const titles = words.map(([word]) => word);
  const isHeading = titles.includes("CPU(%)") && titles.every((word) => title.test(word));
  if (!isHeading || new Set(titles).size < titles.length) return undefined;

  let end = -1;
  const columns = words.map(({ 0: word, index }) => {
    const width = index + word.length - end - 1;
    end = index + word.length;
    return { title: word, width };
  });
  const [name, second] = columns;
  const isAligned = (name?.width ?? 0) >= 10 && (second?.width ?? 0) >= 6 && !/\t/u.test(text);
  const layout = { columns, isAligned, row: rowPattern(titles.slice(2)) };
  // A recording has few widths; a file that has many is none.
  if (layouts.size < 1000) layouts.set(text, layout);
  return layout;
}

/** Whether a line that is no heading holds the beginning of one. */
export function holdsHeading(line: string): boolean {
  return /NAME\s+STATE(?:\s|$)/u.test(line);
}

/** Whether a line holds a domain's state or the title above it. */
export function holdsState(line: string): boolean {
  return stateOrTitle.test(line);
}

/** Name, state, and each value with the blanks in front of it. Names may hold blanks and states, so the last that fits is the state. */
function rowPattern(titles: readonly string[]): RegExp {
  const values = titles.map((each) => `(\\s+(?:${valuePattern(each)}))`).join("");
  return new RegExp(`^(.*)\\s(${state})${values}$`, "su");
}

function valuePattern(of: string): string {
  if (of.endsWith("(%)")) return share;
  if (of === "MAXMEM(k)") return String.raw`\d+|no limit`;
  // A dash where a disk's figures cannot be had, since Xen 4.13.
  return String.raw`\d+|-`;
}
