/** A comparison as one self-contained page. */
import type { Comparison } from "../../analysis/compare/compare.ts";
import type { ConditionDifference } from "../../analysis/compare/conditions.ts";
import type { Noise } from "../../analysis/compare/noise.ts";
import type { Finding } from "../../analysis/compare/threshold.ts";
import { renderDocument } from "../document.ts";
import { emulatedMark } from "../figures/figure.ts";
import { missing as dash } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { renderTable } from "../tables/table.ts";
import { columnGroups } from "./columns.ts";
import { noiseTitle, renderNoise } from "./noise.ts";
import { sideTitle } from "./text.ts";
import { findingText, forbiddingText, loadTitle, unitSentence } from "./words.ts";

/** The whole document as text. */
export function renderComparisonPage(
  comparison: Comparison,
  conditions: readonly ConditionDifference[],
  findings: readonly Finding[],
  noise: readonly Noise[],
): string {
  const title = `${comparison.sides
    .slice(1)
    .map(({ name }) => name)
    .join(" and ")} against ${comparison.sides[0]?.name ?? ""}`;
  const emulated = comparison.sides.some(({ runs }) => runs.some(({ manifest }) => manifest.emulated));
  return renderDocument({
    title,
    sections: [
      ["differences", "Differences"],
      ["noise", "Noise"],
      ["conditions", "What else differed"],
    ],
    where: html`${comparison.sides.map((_, index) => html`${index === 0 ? "base" : "other"}: ${sideTitle(comparison, index)} `)}
    ${emulatedMark({ emulated })}`,
    main: html`${renderFindings(findings)}
      <section id="differences">
        <h2>Differences</h2>
        <p>${unitSentence(comparison.unit)}</p>
        ${renderRows(comparison, emulated, forbiddingText(conditions))}
      </section>
      <section id="noise">
        <h2>${noiseTitle} ${emulatedMark({ emulated })}</h2>
        ${renderNoise(noise)}
      </section>
      <section id="conditions">
        <h2>What else differed</h2>
        ${renderConditions(comparison, emulated, conditions)}
      </section>`,
    footer: html`Made from the runs' own files; <code>crossbed compare</code> makes it again`,
  });
}

function renderFindings(findings: readonly Finding[]): Html | undefined {
  if (findings.length === 0) return undefined;
  return html`<section id="findings">
    <h2>What was asked</h2>
    <ul class="warnings">
      ${findings.map((finding) => html`<li>${findingText(finding)}</li>`)}
    </ul>
  </section>`;
}

function renderRows({ sides, loads, rows, missing }: Comparison, emulated: boolean, forbidding: string): Html {
  const tables = loads.flatMap((load) =>
    sides.slice(1).map(({ name }) => {
      const lacking = missing.filter((each) => each.load === load).map((each) => each.measure);
      const note = [
        forbidding,
        lacking.length === 0 ? "" : `Not measured by every side: ${[...new Set(lacking)].join(", ")}.`,
      ];
      return renderTable(
        { emulated },
        {
          title: `${loadTitle(load)}: ${name} against ${sides[0]?.name ?? ""}`,
          note: note.filter((each) => each !== "").join(" "),
          empty: "Nothing that both measured.",
        },
        columnGroups,
        rows.filter((row) => row.load === load && row.other === name),
      );
    }),
  );
  return tables.length === 0 ? html`<p class="empty">The sides share no load.</p>` : html`${tables}`;
}

function renderConditions({ sides }: Comparison, emulated: boolean, conditions: readonly ConditionDifference[]): Html {
  const columns = [
    { title: "condition", cell: (row: ConditionDifference) => row.path, isText: true },
    ...sides.map(({ name }, index) => ({
      title: name,
      cell: ({ values }: ConditionDifference) => (values[index] ?? []).map((value) => value ?? dash).join(" and "),
      isText: true,
    })),
    { title: "comparable", cell: ({ forbids }: ConditionDifference) => (forbids ? "no" : "yes"), isText: true },
  ];
  const text = {
    title: "Conditions that are not the same",
    note: "From the runs' manifests, the likeliest explanation of a difference first.",
    empty: "The manifests say the same of both sides.",
  };
  return renderTable({ emulated }, text, [{ title: "", columns }], conditions);
}
