/** Finds samples that cannot be true or whole although each of their lines looks well. */
import type { Flaw, PrintedRow, PrintedSample } from "./samples.ts";

/** What a clock that is read a little late may add to a share. */
const tolerance = 1.1;

/** The flaw of each sample, undefined for a sound one; `pcpus` is the host's number. */
export function findFlaws(samples: readonly PrintedSample[], pcpus: number): (Flaw | undefined)[] {
  const counts = countNames(samples);
  const hasDomain0 = counts.has("Domain-0");
  const flaws = samples.map((sample, index) => {
    const { rows } = sample;
    return (
      sample.flaw ??
      joinedRow(rows, counts) ??
      repeatedDomain0(rows) ??
      impossibleShare(rows, pcpus) ??
      (index === samples.length - 1 ? undefined : missing(sample, hasDomain0, samples[index - 1], samples[index + 1]))
    );
  });
  const last = samples.at(-1);
  if (last === undefined || flaws.at(-1) !== undefined) return flaws;
  const before = samples.findLast((_, index) => index < samples.length - 1 && flaws[index] === undefined)?.rows.length;
  if (lacksDomain0(last.rows, hasDomain0) || last.rows.length < Math.max(before ?? 0, 1)) {
    const line = last.rows.at(-1)?.line ?? last.line;
    flaws[flaws.length - 1] = { line, text: "the file ends before the last sample does" };
  }
  return flaws;
}

function countNames(samples: readonly PrintedSample[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rows } of samples) for (const { name } of rows) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** The end of one row and the whole of another make a long name that nobody else has: one with two gaps, or another's at its end. */
function joinedRow(rows: readonly PrintedRow[], counts: ReadonlyMap<string, number>): Flaw | undefined {
  const joined = rows.find(({ name, isOverlong }) => {
    if (!isOverlong || (counts.get(name) ?? 0) > 1) return false;
    return /\S\s{2,}\S/u.test(name) || [...counts.keys()].some((other) => other !== name && name.endsWith(other));
  });
  return joined === undefined ? undefined : { line: joined.line, text: "this line is torn" };
}

function repeatedDomain0(rows: readonly PrintedRow[]): Flaw | undefined {
  const [, second] = rows.filter(({ name }) => name === "Domain-0");
  return second === undefined ? undefined : { line: second.line, text: "Domain-0 comes twice" };
}

/** More CPU time than there was: a counter or the clock was set back, or the host has other pCPUs. */
function impossibleShare(rows: readonly PrintedRow[], pcpus: number): Flaw | undefined {
  for (const { line, name, cpuPercent, vcpus } of rows) {
    if (!(cpuPercent >= 0)) return { line, text: `the CPU share of ${name} is no number` };
    if (cpuPercent > vcpus * 100 * tolerance) {
      return { line, text: `${name} has ${String(vcpus)} vCPUs and cannot have used ${String(cpuPercent)} %` };
    }
  }
  const sum = rows.reduce((total, { cpuPercent }) => total + cpuPercent, 0);
  const [first] = rows;
  if (first === undefined || sum <= pcpus * 100 * tolerance) return undefined;
  const text = `the domains cannot have used ${sum.toFixed(1)} % of a host with ${String(pcpus)} pCPUs`;
  return { line: first.line, text };
}

/** Domains that must have been there: Domain-0, and who was there just before and just after. */
function missing(
  sample: PrintedSample,
  hasDomain0: boolean,
  before: PrintedSample | undefined,
  after: PrintedSample | undefined,
): Flaw | undefined {
  const { line, rows, foreign } = sample;
  if (rows.length === 0) return foreign ?? { line, text: "there is no domain below this heading" };
  if (lacksDomain0(rows, hasDomain0)) return foreign ?? { line, text: "Domain-0 is missing" };
  const names = new Set(rows.map(({ name }) => name));
  const follows = new Set(after?.rows.map(({ name }) => name));
  const isLost = (name: string): boolean => !names.has(name) && (foreign !== undefined || follows.has(name));
  const lost = before?.rows.find(({ name }) => isLost(name));
  if (lost !== undefined) return foreign ?? { line, text: `${lost.name} is missing` };
  const hasFewer = rows.length < Math.min(before?.rows.length ?? 0, after?.rows.length ?? 0);
  return foreign !== undefined && hasFewer ? foreign : undefined;
}

function lacksDomain0(rows: readonly PrintedRow[], hasDomain0: boolean): boolean {
  return hasDomain0 && rows.every(({ name }) => name !== "Domain-0");
}
