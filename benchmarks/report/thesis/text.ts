/** What the study's tables do not say, for a terminal. */
import { table } from "../../../base/text-table.ts";
import { flawsByText, rederived, rederivedText, type Flaw, type MarkedStudy } from "./marked.ts";
import { claimText, exceptionText, metricTitle, testbedTitle, unitOf } from "./words.ts";

/** A line shows so many loads at which a claim does not hold. */
const mostExceptions = 4;

/** Several lines without a line's end. */
export function renderStudyCheckText(study: MarkedStudy): string {
  return [
    rederivedText(study),
    ...study.statistics.flatMap(({ table: number, rows, flaws }) => {
      const [first] = rows;
      const title =
        first === undefined ? "" : `${testbedTitle(first.check.row)}, ${metricTitle(first.check.row.metric)}`;
      return [
        "",
        `table ${number}: ${title}`,
        ...table(
          rows.map(({ check: { row, counts }, flaws: own }) => [
            `${String(row.nominalReqPerSec)} req/s`,
            `mean ${row.mean.text} ${unitOf(row.metric)}`,
            `margin ${row.margin.text}`,
            counts === undefined ? "" : `N ${counts.join(" or ")}`,
            { yes: "re-derived", alone: "not by the procedure", no: "contradicts itself" }[rederived(own)],
          ]),
        ),
        ...flawsByText(
          rows.map(({ check: { row }, flaws: own }) => ({ reqPerSec: row.nominalReqPerSec, flaws: own })),
        ).map(({ loads, flaw }) => `  ${loads.join(", ")} req/s: ${flaw.text}.`),
        ...flaws.map(({ text }) => `  ${text}.`),
      ];
    }),
    "",
    "tables 4.1 to 4.6, read off curves:",
    ...study.overview.flatMap(({ table: number, rows }) =>
      rows
        .filter(({ flaws }) => flaws.length > 0)
        .map(
          ({ check: { cell }, flaws }) =>
            `  table ${number}, ${testbedTitle(cell)}, ${String(cell.atReqPerSec)} req/s: ${cell.value.text} ${unitOf(cell.metric)}, but ${joined(flaws)}.`,
        ),
    ),
    "",
    "tables 3.1 to 3.7:",
    ...(study.loads.length === 0 ? ["  nothing found."] : study.loads.map(({ text }) => `  ${text}.`)),
    "",
    "what the study concludes, against its tables:",
    ...study.claims.flatMap((claim) => [
      `  ${claimText(claim)}${claim.exceptions.length === 0 ? "." : "; not at:"}`,
      ...claim.exceptions.slice(0, mostExceptions).map((each) => `    ${exceptionText(each)}`),
      ...(claim.exceptions.length > mostExceptions
        ? [`    and ${String(claim.exceptions.length - mostExceptions)} more`]
        : []),
    ]),
    "",
    "read in the text and the appendix:",
    ...study.notes.map(({ section, text }) => `  ${section}: ${text}.`),
  ].join("\n");
}

function joined(flaws: readonly Flaw[]): string {
  return flaws.map(({ text }) => text).join("; ");
}
