/**
 * The study's load cases (tables 3.1 to 3.7 of the 2013 thesis): every load it tried on each platform and layout, those
 * that the platform could not carry included; and its live migration (3.7.4, table 4.7). Loads are the testbed's total, in
 * requests per second.
 */

export interface StudyCase {
  /** Table of the thesis. */
  readonly table: string;
  /** The study's number, such as `2.3.1`; a load it found infeasible has none and is named by `caseName`. */
  readonly number: string | undefined;
  readonly platform: string;
  readonly layout: string;
  readonly nominalReqPerSec: number;
  /** What the study found. Crossbed detects it anew and never assumes it. */
  readonly wasFeasible: boolean;
}

function row(
  table: string,
  number: string,
  platform: string,
  layout: string,
  nominalReqPerSec: number,
  wasFeasible: boolean,
): StudyCase {
  return { table, number: number === "" ? undefined : number, platform, layout, nominalReqPerSec, wasFeasible };
}

export const studyCases: readonly StudyCase[] = [
  row("3.1", "1.1", "bare", "16core", 750, true),
  row("3.1", "1.2", "bare", "16core", 2250, true),
  row("3.1", "1.3", "bare", "16core", 4500, true),
  row("3.1", "1.4", "bare", "16core", 6450, true),
  row("3.1", "1.5", "bare", "16core", 7950, true),
  row("3.1", "1.6", "bare", "16core", 9450, true),
  row("3.2", "2.1.1", "kvm", "16core", 750, true),
  row("3.2", "2.1.2", "kvm", "16core", 2250, true),
  row("3.2", "2.1.3", "kvm", "16core", 4500, true),
  row("3.2", "2.1.4", "kvm", "16core", 6450, true),
  row("3.2", "2.1.5", "kvm", "16core", 7950, true),
  row("3.2", "", "kvm", "16core", 9450, false),
  row("3.3", "2.2.1", "kvm", "12core", 750, true),
  row("3.3", "2.2.2", "kvm", "12core", 2250, true),
  row("3.3", "2.2.3", "kvm", "12core", 4500, true),
  row("3.3", "2.2.4", "kvm", "12core", 6450, true),
  row("3.3", "2.2.5", "kvm", "12core", 7350, true),
  row("3.3", "", "kvm", "12core", 7950, false),
  row("3.3", "", "kvm", "12core", 9450, false),
  row("3.4", "2.3.1", "kvm", "6core", 750, true),
  row("3.4", "2.3.2", "kvm", "6core", 2250, true),
  row("3.4", "2.3.3", "kvm", "6core", 4500, true),
  row("3.4", "2.3.4", "kvm", "6core", 6450, true),
  row("3.4", "2.3.5", "kvm", "6core", 7350, true),
  row("3.4", "2.3.6", "kvm", "6core", 8850, true),
  row("3.4", "", "kvm", "6core", 9450, false),
  row("3.5", "2.4.1", "xen", "16core", 750, true),
  row("3.5", "2.4.2", "xen", "16core", 2250, true),
  row("3.5", "2.4.3", "xen", "16core", 4500, true),
  row("3.5", "2.4.4", "xen", "16core", 6450, true),
  row("3.5", "", "xen", "16core", 7950, false),
  row("3.5", "", "xen", "16core", 9450, false),
  row("3.6", "2.5.1", "xen", "12core", 750, true),
  row("3.6", "2.5.2", "xen", "12core", 2250, true),
  row("3.6", "2.5.3", "xen", "12core", 4500, true),
  row("3.6", "2.5.4", "xen", "12core", 5700, true),
  row("3.6", "", "xen", "12core", 6450, false),
  row("3.6", "", "xen", "12core", 7950, false),
  row("3.6", "", "xen", "12core", 9450, false),
  row("3.7", "2.6.1", "xen", "6core", 750, true),
  row("3.7", "2.6.2", "xen", "6core", 2250, true),
  row("3.7", "2.6.3", "xen", "6core", 4500, true),
  row("3.7", "2.6.4", "xen", "6core", 6450, true),
  row("3.7", "", "xen", "6core", 7950, false),
  row("3.7", "", "xen", "6core", 9450, false),
  row("4.7", "", "kvm", "migration", 2400, true),
  row("4.7", "", "xen", "migration", 2400, true),
];

/** Layouts with cases that the study numbers, in its order; a migration has none. */
export const studyLayouts: readonly string[] = [
  ...new Set(studyCases.flatMap(({ number, layout }) => (number === undefined ? [] : [layout]))),
];

/** Name of a case in results: the study's number, else platform, layout and load. */
export function caseName(studyCase: StudyCase): string {
  const { number, platform, layout, nominalReqPerSec } = studyCase;
  return number ?? `${platform}-${layout}-${String(nominalReqPerSec)}`;
}
