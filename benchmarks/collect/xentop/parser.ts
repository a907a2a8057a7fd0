/**
 * Reads what `xentop -b` prints, of Xen 3.4 to 4.22 and with any option. It prints no time: samples are counted from the
 * collector's start.
 */
import { CrossbedError } from "../../../base/errors.ts";
import { findFlaws } from "./flaws.ts";
import { readPrintedSamples, type PrintedRow, type PrintedSample } from "./samples.ts";

export interface XentopDomain {
  /** As printed: cut to ten bytes without `-f`, so that two guests may share one. */
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

/** A sample with the line of its heading, from 1. */
export interface PlacedSample {
  readonly line: number;
  readonly sample: XentopSample;
}

/**
 * Parses a whole file; `file` is its name for messages, `pcpus` the host's. A sample that is not whole, or says what cannot be, is
 * left out with a warning: without one of its domains the host would seem idler than it was.
 * @throws CrossbedError `malformed` with file and line when nothing is left.
 */
export function parseXentop(text: string, file: string, pcpus: number): XentopReport {
  const { samples, warnings } = readXentop(text, file, pcpus);
  return { samples: samples.map(({ sample }) => sample), warnings };
}

/** The same, for a recording whose samples' times are known, by the lines of their headings. */
export function readXentop(
  text: string,
  file: string,
  pcpus: number,
): { readonly samples: readonly PlacedSample[]; readonly warnings: readonly string[] } {
  const { samples: printed, before: stray } = readPrintedSamples(text, file);
  const flaws = findFlaws(printed, pcpus);
  const warnings: { line: number; text: string }[] = [];
  const told = new Set<string>();
  const warn = (line: number, text: string): void => {
    const key = `${String(line)} ${text}`;
    if (!told.has(key)) warnings.push({ line, text });
    told.add(key);
  };
  if (stray !== undefined) warn(stray.line, `${stray.text}; all above the first heading is left out`);

  const samples: PlacedSample[] = [];
  let before: PrintedSample | undefined;
  for (const [number, sample] of printed.entries()) {
    const flaw = flaws[number];
    if (flaw !== undefined) {
      warn(flaw.line, `${flaw.text}; its sample is left out`);
      continue;
    }
    const { rows, foreign } = sample;
    if (foreign !== undefined) warn(foreign.line, `${foreign.text}; the line is left out`);
    const baseline = rows.every(({ cpuPercent }) => cpuPercent === 0);
    if (baseline && number > 0) warn(sample.line, "every domain has 0.0: taken for the beginning of a recording");
    const newRows = baseline || before === undefined ? new Set<PrintedRow>() : newDomains(rows, before.rows);
    for (const { line, name } of newRows) warn(line, `${name} is new, its 0.0 is no measurement`);
    const known = new Set(before === undefined ? [] : repeatedNames(before.rows).map(({ name }) => name));
    for (const { line, name } of repeatedNames(rows)) {
      if (!known.has(name)) warn(line, `two domains are printed as ${name}; -f would tell them apart`);
    }
    samples.push({ line: sample.line, sample: readSample(rows, newRows, baseline, pcpus) });
    before = sample;
  }
  const inOrder = warnings
    .toSorted((left, right) => left.line - right.line)
    .map(({ line, text: why }) => `${file}: line ${String(line)}: ${why}`);
  const [reason = ""] = inOrder;
  if (samples.length > 0) return { samples, warnings: inOrder };
  throw new CrossbedError(
    "malformed",
    `Crossbed could read no sample. First of ${String(inOrder.length)} reason(s): ${reason}.`,
    {
      where: file,
      hint: "Give the whole output of xentop -b, and the host's number of pCPUs.",
    },
  );
}

function readSample(
  rows: readonly PrintedRow[],
  newRows: ReadonlySet<PrintedRow>,
  baseline: boolean,
  pcpus: number,
): XentopSample {
  const sum = rows.reduce((total, { cpuPercent }) => total + cpuPercent, 0);
  const domains = rows.map((row): XentopDomain => {
    const domain = { name: row.name, cpuPercent: row.cpuPercent };
    return newRows.has(row) ? { ...domain, baseline: true } : domain;
  });
  // xentop prints one decimal; the rest would be noise of floating-point addition.
  return { baseline, domains, hostPercent: Math.round((sum / pcpus) * 1e6) / 1e6 };
}

/**
 * Rows at 0.0 of domains that the sample before did not have, by name and number of rows of that name; and of those whose CPU
 * time began anew: a guest that was started again, whose share xentop does not know either.
 */
function newDomains(rows: readonly PrintedRow[], before: readonly PrintedRow[]): Set<PrintedRow> {
  const known = new Map<string, PrintedRow[]>();
  for (const row of before) known.set(row.name, [...(known.get(row.name) ?? []), row]);
  const found = new Set<PrintedRow>();
  for (const name of new Set(rows.map((row) => row.name))) {
    const same = rows.filter((row) => row.name === name);
    const earlier = known.get(name) ?? [];
    const idle = same.filter((row) => row.cpuPercent === 0);
    const added = same.length - earlier.length;
    if (added > 0) for (const row of idle.slice(-added)) found.add(row);
    const [only] = earlier;
    const [now] = idle;
    if (same.length === 1 && only !== undefined && now !== undefined && now.cpuSec < only.cpuSec) found.add(now);
  }
  return found;
}

function repeatedNames(rows: readonly PrintedRow[]): PrintedRow[] {
  const seen = new Set<string>();
  return rows.filter(({ name }) => {
    const isRepeated = seen.has(name);
    seen.add(name);
    return isRepeated;
  });
}
