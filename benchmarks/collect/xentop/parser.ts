/** Reads what `xentop -b` prints, with or without `-f`. It prints no time: samples are counted from the collector's start. */
import { CrossbedError } from "../../../base/errors.ts";
import { classifyXentopLine, beginningOf } from "./row.ts";

export interface XentopDomain {
  /** As printed: cut to ten characters without `-f`, so that two guests may share one. */
  readonly name: string;
  /** 100 for one pCPU. */
  readonly cpuPercent: number;
  /** The domain was not in the sample before: its 0.0 is no measurement. Absent otherwise. */
  readonly baseline?: true;
}

export interface XentopSample {
  /** The first sample of a recording: xentop has nothing to compare with and prints 0.0 for every domain. */
  readonly baseline: boolean;
  readonly domains: readonly XentopDomain[];
  /** Sum over the domains / (pCPUs * 100) * 100: thesis, appendix B.1.3. */
  readonly hostPercent: number;
}

export interface XentopReport {
  readonly samples: readonly XentopSample[];
  /** `FILE: line N: why`. */
  readonly warnings: readonly string[];
}

/** A sample with its number in the recording, from 0; samples that were left out have one as well. */
export interface NumberedSample {
  readonly number: number;
  readonly sample: XentopSample;
}

interface PrintedRow {
  readonly line: number;
  readonly name: string;
  readonly cpuPercent: number;
  readonly isLongName: boolean;
}

interface PrintedSample {
  readonly line: number;
  readonly rows: PrintedRow[];
  /** Why the sample cannot be used, and the line that shows it. */
  flaw?: { readonly line: number; readonly text: string };
}

/**
 * Parses a whole file; `file` is its name for messages, `pcpus` the host's. A sample that is not whole is left out with a warning:
 * without one of its domains the host would seem idler than it was.
 * @throws CrossbedError `malformed` with file and line for whatever xentop does not print.
 */
export function parseXentop(text: string, file: string, pcpus: number): XentopReport {
  const { samples, warnings } = readXentop(text, file, pcpus);
  return { samples: samples.map(({ sample }) => sample), warnings };
}

/** The same, for a recording whose samples' times are known: by their numbers. */
export function readXentop(
  text: string,
  file: string,
  pcpus: number,
): { readonly samples: readonly NumberedSample[]; readonly warnings: readonly string[] } {
  const printed = readSamples(text, file);
  const warnings: { line: number; text: string }[] = [];
  findFlaws(printed);

  const samples: NumberedSample[] = [];
  let before: PrintedSample | undefined;
  for (const [index, sample] of printed.entries()) {
    if (sample.flaw !== undefined) {
      warnings.push({ line: sample.flaw.line, text: `${sample.flaw.text}; its sample is left out` });
      continue;
    }
    const baseline = index === 0 || sample.rows.every((row) => row.cpuPercent === 0);
    const newRows = baseline || before === undefined ? new Set<PrintedRow>() : newDomains(sample.rows, before.rows);
    for (const row of newRows) warnings.push({ line: row.line, text: `${row.name} is new, its 0.0 is no measurement` });
    for (const row of repeatedNames(sample.rows)) {
      const alreadyTold = before !== undefined && repeatedNames(before.rows).some((other) => other.name === row.name);
      if (!alreadyTold)
        warnings.push({ line: row.line, text: `two domains are printed as ${row.name}; -f would tell them apart` });
    }
    const sum = sample.rows.reduce((total, row) => total + row.cpuPercent, 0);
    const domains = sample.rows.map((row): XentopDomain => {
      const domain = { name: row.name, cpuPercent: row.cpuPercent };
      return newRows.has(row) ? { ...domain, baseline: true } : domain;
    });
    // xentop prints one decimal; the rest would be noise of floating-point addition.
    const hostPercent = Math.round((sum / pcpus) * 1e6) / 1e6;
    samples.push({ number: index, sample: { baseline, domains, hostPercent } });
    before = sample;
  }
  const inOrder = warnings.toSorted((left, right) => left.line - right.line);
  return { samples, warnings: inOrder.map((warning) => `${file}: line ${warning.line}: ${warning.text}`) };
}

function readSamples(text: string, file: string): PrintedSample[] {
  const samples: PrintedSample[] = [];
  const lines = text
    .replace(/^\uFEFF/u, "")
    .trimEnd()
    .split(/\r?\n/u);
  let hasSectors = true;
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    const sample = samples.at(-1);
    const isLast = number === lines.length;
    if (line.trim() === "" && sample !== undefined) continue;
    const found = classifyXentopLine(line, hasSectors);
    if (found.kind === "heading") {
      hasSectors = found.hasSectors;
      samples.push({ line: number, rows: [] });
    } else if (sample === undefined) {
      throw malformed(file, number, "this is not the heading that xentop's output begins with.");
    } else if (found.kind === "row") {
      sample.rows.push({ ...found, line: number });
    } else if (isLast && beginningOf(line, names(samples)) !== undefined) {
      const cut = { line: number, text: "the file ends in the middle of this line" };
      if (beginningOf(line, names(samples)) === "heading") samples.push({ line: number, rows: [], flaw: cut });
      else sample.flaw ??= cut;
    } else if (found.kind === "torn") {
      sample.flaw ??= { line: number, text: "this line is torn" };
    } else if (found.kind === "unknown") {
      throw malformed(file, number, `xentop prints no such line: ${JSON.stringify(line.slice(0, 100))}.`);
    }
  }
  return samples;
}

function names(samples: readonly PrintedSample[]): string[] {
  return samples.flatMap(({ rows }) => rows.map(({ name }) => name));
}

/** Marks samples that cannot be whole although each of their lines looks well. */
function findFlaws(samples: readonly PrintedSample[]): void {
  const counts = new Map<string, number>();
  for (const { rows } of samples) for (const { name } of rows) counts.set(name, (counts.get(name) ?? 0) + 1);

  for (const [index, sample] of samples.entries()) {
    const domain0 = sample.rows.filter((row) => row.name === "Domain-0");
    const isOnce = (row: PrintedRow): boolean => row.isLongName && counts.get(row.name) === 1;
    // The end of one row and the whole of another make a name nobody else has, at whose end another's stands.
    const joined = sample.rows.find(
      (row) => isOnce(row) && [...counts.keys()].some((name) => name !== row.name && row.name.endsWith(name)),
    );
    if (joined !== undefined) sample.flaw ??= { line: joined.line, text: "this line is torn" };
    if (domain0[1] !== undefined) sample.flaw ??= { line: domain0[1].line, text: "Domain-0 comes twice" };
    const isLast = index === samples.length - 1;
    if (!isLast && domain0.length === 0) sample.flaw ??= { line: sample.line, text: "Domain-0 is missing" };
    if (!isLast) continue;
    const before = samples.slice(0, -1).findLast((each) => each.flaw === undefined)?.rows.length ?? 0;
    const end = sample.rows.at(-1);
    if (domain0.length === 0 || sample.rows.length < before) {
      sample.flaw ??= { line: end?.line ?? sample.line, text: "the file ends before the last sample does" };
    }
  }
}

/** Rows of domains that the sample before did not have and that print 0.0, by name and number of rows of that name. */
function newDomains(rows: readonly PrintedRow[], before: readonly PrintedRow[]): Set<PrintedRow> {
  const known = new Map<string, number>();
  for (const { name } of before) known.set(name, (known.get(name) ?? 0) + 1);
  const found = new Set<PrintedRow>();
  for (const name of new Set(rows.map((row) => row.name))) {
    const same = rows.filter((row) => row.name === name);
    const added = same.length - (known.get(name) ?? 0);
    if (added > 0) for (const row of same.filter((each) => each.cpuPercent === 0).slice(-added)) found.add(row);
  }
  return found;
}

function repeatedNames(rows: readonly PrintedRow[]): PrintedRow[] {
  return rows.filter((row, index) => rows.findIndex((other) => other.name === row.name) < index);
}

function malformed(file: string, line: number, message: string): CrossbedError {
  return new CrossbedError("malformed", message, {
    where: `${file}: line ${line}`,
    hint: "Give the whole output of xentop -b.",
  });
}
