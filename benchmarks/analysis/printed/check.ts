/** What the study's tables do not say: every number of theirs that another can be held against. */
import { checkClaim, claims, type ClaimCheck } from "./claims.ts";
import { checkCurves, type CurveFinding, type TriedLoad } from "./curves.ts";
import { checkOverview, type OverviewCell, type OverviewCheck } from "./overview.ts";
import type { PrintedRow } from "./printed.ts";
import { checkRow, type RowCheck } from "./row.ts";

/** Tables 3.1 to 3.7, 4.1 to 4.6 and 4.8 to 4.21. */
export interface PrintedTables {
  readonly rows: readonly PrintedRow[];
  readonly overview: readonly OverviewCell[];
  readonly tried: readonly TriedLoad[];
}

export interface StudyCheck {
  readonly rows: readonly RowCheck[];
  readonly overview: readonly OverviewCheck[];
  readonly curves: readonly CurveFinding[];
  readonly claims: readonly ClaimCheck[];
}

/** Checks keep the order of what they check; what is right has no finding. */
export function checkTables({ rows, overview, tried }: PrintedTables): StudyCheck {
  const checked = rows.map(checkRow);
  return {
    rows: checked,
    overview: checkOverview(overview, rows),
    curves: checkCurves(checked, tried),
    claims: claims.map((claim) => checkClaim(claim, rows)),
  };
}
