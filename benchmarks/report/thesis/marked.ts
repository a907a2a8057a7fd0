/** The study's tables, each number with what is wrong with it: what the page, the terminal and JSON show alike. */
import { checkTables, type StudyCheck } from "../../analysis/printed/check.ts";
import type { OverviewCheck } from "../../analysis/printed/overview.ts";
import type { RowCheck } from "../../analysis/printed/row.ts";
import { printedTables } from "../study/reference.ts";
import { sourceNotes, type SourceNote } from "./notes.ts";
import { curveFindingText, overviewFindingText, rowFindingText, tableOf, weightOf, type Weight } from "./words.ts";

export interface Flaw {
  readonly kind: string;
  readonly weight: Weight;
  /** A sentence without a full stop. */
  readonly text: string;
}

export interface Marked<Check> {
  readonly check: Check;
  readonly flaws: readonly Flaw[];
}

/** A table with what concerns it as a whole. */
export interface MarkedTable<Check> {
  readonly table: string;
  readonly rows: readonly Marked<Check>[];
  readonly flaws: readonly Flaw[];
  readonly notes: readonly SourceNote[];
}

export interface MarkedStudy {
  /** Tables 4.1 to 4.6, a row for each cell. */
  readonly overview: readonly MarkedTable<OverviewCheck>[];
  /** Tables 4.8 to 4.21. */
  readonly statistics: readonly MarkedTable<RowCheck>[];
  /** Tables 3.1 to 3.7. */
  readonly loads: readonly Flaw[];
  readonly claims: StudyCheck["claims"];
  readonly notes: readonly SourceNote[];
}

export function markStudy(check: StudyCheck = checkTables(printedTables())): MarkedStudy {
  const flawOfCurve = (finding: StudyCheck["curves"][number]): Flaw => ({
    kind: finding.kind,
    weight: weightOf(finding),
    text: curveFindingText(finding),
  });
  const rows = check.rows.map((each): Marked<RowCheck> => {
    const own = each.findings.map((finding) => ({ finding, text: rowFindingText(finding) }));
    const beside = check.curves.filter((finding) => finding.kind === "counts-differ" && finding.row === each.row);
    return {
      check: each,
      flaws: [
        ...own.map(({ finding, text }) => ({ kind: finding.kind, weight: weightOf(finding), text })),
        ...beside.map(flawOfCurve),
      ],
    };
  });
  const cells = check.overview.map((each): Marked<OverviewCheck> => {
    const flaws = each.findings.map((finding) => ({
      kind: finding.kind,
      weight: weightOf(finding),
      text: overviewFindingText(finding, each),
    }));
    return { check: each, flaws };
  });
  const whole = check.curves.filter(({ kind }) => kind !== "counts-differ");
  const asTable = <Check>(table: string, marked: readonly Marked<Check>[]): MarkedTable<Check> => ({
    table,
    rows: marked,
    flaws: whole.filter((finding) => tableOf(finding) === table).map(flawOfCurve),
    notes: sourceNotes.filter(({ tables }) => tables.includes(table)),
  });
  return {
    overview: namesOf(cells.map((each) => each.check.cell.table)).map((table) =>
      asTable(
        table,
        cells.filter((each) => each.check.cell.table === table),
      ),
    ),
    statistics: namesOf(rows.map((each) => each.check.row.table)).map((table) =>
      asTable(
        table,
        rows.filter((each) => each.check.row.table === table),
      ),
    ),
    loads: whole.filter((finding) => tableOf(finding).startsWith("3.")).map(flawOfCurve),
    claims: check.claims,
    notes: sourceNotes,
  };
}

/** `yes`: from itself and from the procedure that the study states. `alone`: from itself, not from the procedure. */
export type Rederived = "yes" | "alone" | "no";

export function rederived(flaws: readonly Flaw[]): Rederived {
  if (flaws.some(({ weight }) => weight === "contradiction")) return "no";
  return flaws.length > 0 ? "alone" : "yes";
}

/** The whole in a sentence. */
export function rederivedText({ statistics }: Pick<MarkedStudy, "statistics">): string {
  const verdicts = statistics.flatMap(({ rows }) => rows.map(({ flaws }) => rederived(flaws)));
  const count = (verdict: Rederived): string => String(verdicts.filter((each) => each === verdict).length);
  return (
    `Of ${String(verdicts.length)} rows of tables 4.8 to 4.21, ${count("yes")} follow from themselves and from the procedure that the study states, ` +
    `${count("alone")} from themselves and not from the procedure; in contradiction with themselves: ${count("no")}.`
  );
}

/** Each sentence once, with the loads of the rows that it concerns, in the order of its first row. */
export function flawsByText(
  rows: readonly { readonly reqPerSec: number; readonly flaws: readonly Flaw[] }[],
): { readonly loads: readonly number[]; readonly flaw: Flaw }[] {
  const flaws = rows.flatMap((row) => row.flaws);
  return [...new Map(flaws.map((flaw) => [flaw.text, flaw])).values()].map((flaw) => ({
    flaw,
    loads: rows.filter((row) => row.flaws.some(({ text }) => text === flaw.text)).map(({ reqPerSec }) => reqPerSec),
  }));
}

function namesOf(tables: readonly string[]): string[] {
  return [...new Set(tables)];
}
