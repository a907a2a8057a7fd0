/** A comparison as text for a terminal. */
import type { Comparison, ComparisonRow } from "../../analysis/compare/compare.ts";
import type { ConditionDifference } from "../../analysis/compare/conditions.ts";
import type { Noise } from "../../analysis/compare/noise.ts";
import type { Finding } from "../../analysis/compare/threshold.ts";
import { table } from "../../../base/text-table.ts";
import { columnGroups } from "./columns.ts";
import { noiseLines } from "./noise.ts";
import { conditionText, findingText, forbiddingText, loadTitle, unitSentence, verdictText } from "./words.ts";
import { emulatedNote } from "../titles.ts";

/** A terminal has no room for sentences in a table: they stand below it. */
const columns = columnGroups.flatMap((group) => group.columns.filter(({ cell }) => cell !== verdictText));

/** Several lines without a line's end. */
export function renderComparisonText(
  comparison: Comparison,
  conditions: readonly ConditionDifference[],
  findings: readonly Finding[],
  noise: readonly Noise[],
): string {
  const { sides, loads, rows, missing } = comparison;
  const forbidding = forbiddingText(conditions);
  const isEmulated = sides.some(({ runs }) => runs.some(({ manifest }) => manifest.emulated));
  const lines = [
    `base: ${sideTitle(comparison, 0)}`,
    ...sides.slice(1).map((_, index) => `other: ${sideTitle(comparison, index + 1)}`),
    unitSentence(comparison.unit),
    ...(isEmulated ? [emulatedNote] : []),
    ...(forbidding === "" ? [] : [forbidding]),
  ];
  for (const load of loads) {
    for (const { name } of sides.slice(1)) {
      const shown = rows.filter((row) => row.load === load && row.other === name);
      if (shown.length === 0) continue;
      lines.push(
        "",
        `${loadTitle(load)}: ${name} against ${sides[0]?.name ?? ""}${forbidding === "" ? "" : " (not comparable)"}`,
      );
      lines.push(...tableLines(shown), ...verdictLines(shown));
    }
  }
  if (loads.length === 0) lines.push("", "The sides share no load.");
  if (missing.length > 0) {
    lines.push("", "not measured by every side:");
    for (const each of missing)
      lines.push(`  ${each.measure} at ${loadTitle(each.load)}: missing for ${each.sides.join(", ")}`);
  }
  lines.push("", ...noiseLines(noise));
  lines.push(
    "",
    conditions.length === 0
      ? "nothing else differed in the manifests"
      : "what else differed, the likeliest explanation first:",
  );
  lines.push(...conditions.map((each) => `  ${conditionText(each, comparison)}`));
  if (findings.length > 0) lines.push("", ...findings.map(findingText));
  return lines.join("\n");
}

export function sideTitle({ sides }: Comparison, index: number): string {
  const side = sides[index];
  const runs = side?.runs.map(({ manifest }) => manifest.run) ?? [];
  return `${side?.name ?? ""} (${runs.length === 1 ? (runs[0] ?? "") : `${String(runs.length)} runs`})`;
}

/** A line for each sentence, with the measures that it concerns in front. */
function verdictLines(rows: readonly ComparisonRow[]): string[] {
  const texts = [...new Set(rows.map(verdictText))];
  return texts.map((text) => {
    const names = rows.filter((row) => verdictText(row) === text).map(({ measure }) => measure.name);
    return `  ${names.join(", ")}: ${text}`;
  });
}

function tableLines(rows: readonly ComparisonRow[]): string[] {
  return table([columns.map(({ title }) => title), ...rows.map((row) => columns.map(({ cell }) => cell(row)))]);
}
