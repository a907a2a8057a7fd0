/** Puts lines together to samples, also where `-r` repeats the heading above each domain. */
import { CrossbedError } from "../../../base/errors.ts";
import { linesOf } from "../recording-lines.ts";
import type { XentopLayout } from "./layout.ts";
import { classifyXentopLine, type XentopRow } from "./row.ts";

export interface PrintedRow extends XentopRow {
  readonly line: number;
}

/** Why a sample cannot be used, and the line that shows it. */
export interface Flaw {
  readonly line: number;
  readonly text: string;
}

export interface PrintedSample {
  /** Of its heading. */
  readonly line: number;
  readonly rows: readonly PrintedRow[];
  readonly flaw: Flaw | undefined;
  /** A line that xentop does not print: a message of another program, or all that is left of a domain's row. */
  readonly foreign: Flaw | undefined;
}

export interface PrintedSamples {
  readonly samples: readonly PrintedSample[];
  /** Lines above the first heading. */
  readonly before: Flaw | undefined;
}

interface Block {
  readonly line: number;
  readonly rows: PrintedRow[];
  flaw: Flaw | undefined;
  foreign: Flaw | undefined;
}

/** @throws CrossbedError `malformed` when there is no heading at all. */
export function readPrintedSamples(text: string, file: string): PrintedSamples {
  const { blocks, before } = readBlocks(text, file);
  const samples = isHeadingRepeated(blocks) ? joinBlocks(blocks) : blocks;
  return { samples, before };
}

function readBlocks(text: string, file: string): { blocks: Block[]; before: Flaw | undefined } {
  const lines = linesOf(text.trimEnd());
  const blocks: Block[] = [];
  let before: Flaw | undefined;
  let layout: XentopLayout | undefined;
  let headingLine = "";
  const startBlock = (line: number, flaw?: Flaw): void => {
    blocks.push({ line, rows: [], flaw, foreign: undefined });
  };
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const number = index + 1;
    const isCut = number === lines.length && !text.endsWith("\n");
    const block = blocks.at(-1);
    const found = classifyXentopLine(line, layout);
    if (found.kind === "heading") {
      layout = found.layout;
      headingLine = line;
      startBlock(number);
    } else if (block === undefined) {
      before ??= { line: number, text: "this is not the heading that xentop's output begins with" };
    } else if (found.kind === "row") {
      block.rows.push({ ...found.row, line: number });
    } else if (found.kind !== "detail") {
      const isHeading = (found.kind === "torn" && found.holdsHeading) || (isCut && headingLine.startsWith(line));
      const shown = JSON.stringify(line.slice(0, 100));
      const flaw = isCut
        ? { line: number, text: "the file ends in the middle of this line" }
        : { line: number, text: found.kind === "torn" ? "this line is torn" : `xentop prints no such line: ${shown}` };
      if (found.kind === "foreign" && !isCut) block.foreign ??= flaw;
      else if (!isHeading || !isCut) block.flaw ??= flaw;
      if (isHeading) startBlock(number, flaw);
    }
  }
  if (blocks.length > 0) return { blocks, before };
  throw new CrossbedError("malformed", `${before?.text ?? "the file is empty"}.`, {
    where: `${file}: line ${String(before?.line ?? 1)}`,
    hint: "Give the whole output of xentop -b.",
  });
}

/** With `-r` no heading has two rows, and there are several domains. */
function isHeadingRepeated(blocks: readonly Block[]): boolean {
  const names = new Set(blocks.flatMap(({ rows }) => rows.map(({ name }) => name)));
  return names.size > 1 && blocks.every(({ rows }) => rows.length < 2);
}

/** xentop sorts domains by name, with `-z` below Domain-0: a sample begins where the order does. */
function joinBlocks(blocks: readonly Block[]): Block[] {
  const names = blocks.flatMap(({ rows }) => rows.map(({ name }) => name));
  const isDomain0First = comesDomain0First(names);
  const rank = (name: string): string => (isDomain0First && name === "Domain-0" ? "" : `x${sortKey(name)}`);
  const hasDomain0 = names.includes("Domain-0");

  const samples: Block[] = [];
  let last: string | undefined;
  for (const block of blocks) {
    const name = block.rows[0]?.name;
    const isSame = name !== undefined && name === last && (name === "Domain-0" || !hasDomain0);
    const sample = samples.at(-1);
    const begins = name !== undefined && last !== undefined && (isSame || rank(name) < rank(last));
    if (sample === undefined || begins) samples.push({ ...block, rows: [...block.rows] });
    else {
      sample.rows.push(...block.rows);
      sample.flaw ??= block.flaw;
      sample.foreign ??= block.foreign;
    }
    last = name ?? last;
  }
  return samples;
}

/** Whether what follows each Domain-0 is in order up to the next, and the file begins with one. */
function comesDomain0First(names: readonly string[]): boolean {
  if (names[0] !== "Domain-0") return false;
  return names.every((name, index) => {
    const next = names[index + 1];
    return name === "Domain-0" || next === undefined || next === "Domain-0" || sortKey(name) <= sortKey(next);
  });
}

/** As strcasecmp compares in the C locale: by bytes, of which Latin-1 makes characters. */
function sortKey(name: string): string {
  const bytes = Buffer.from(
    name.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase()),
    "utf8",
  );
  return bytes.toString("latin1");
}
