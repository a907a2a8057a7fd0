/** What the study's tables do not say, as JSON for scripts. */
import { claimText } from "./words.ts";
import { rederived, type MarkedStudy } from "./marked.ts";

/** Numbers stand as they were printed; `n` are the numbers of values that give a margin. */
export function studyCheckDocument({ statistics, overview, loads, claims, notes }: MarkedStudy) {
  return {
    rows: statistics.flatMap(({ table, rows }) =>
      rows.map(({ check: { row, counts }, flaws }) => ({
        table,
        platform: row.platform,
        layout: row.layout,
        metric: row.metric,
        nominalReqPerSec: row.nominalReqPerSec,
        mean: row.mean.value,
        variance: row.variance.value,
        stddev: row.deviation.value,
        margin: row.margin.value,
        n: counts ?? null,
        rederived: rederived(flaws),
        flaws,
      })),
    ),
    overview: overview.flatMap(({ table, rows }) =>
      rows.map(({ check: { cell, line }, flaws }) => ({
        table,
        platform: cell.platform,
        layout: cell.layout,
        metric: cell.metric,
        atReqPerSec: cell.atReqPerSec,
        value: cell.value.value,
        line: line ?? null,
        flaws,
      })),
    ),
    tables: [...statistics, ...overview]
      .filter(({ flaws }) => flaws.length > 0)
      .map(({ table, flaws }) => ({ table, flaws })),
    loads,
    claims: claims.map((each) => ({
      section: each.claim.section,
      quote: each.claim.quote,
      cells: each.cells,
      holds: each.holds,
      text: claimText(each),
      exceptions: each.exceptions.map(({ first, second }) => ({
        metric: first.metric,
        nominalReqPerSec: first.nominalReqPerSec,
        first: { platform: first.platform, layout: first.layout, mean: first.mean.value },
        second: { platform: second.platform, layout: second.layout, mean: second.mean.value },
      })),
    })),
    notes,
  };
}
