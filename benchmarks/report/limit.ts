/** What a search for a limit found, for a terminal. */
import { confidenceText } from "../../base/confidence.ts";
import type { Limit, LoadEvidence } from "../cases/load-search.ts";
import { studyCases } from "../cases/study.ts";
import { formatRate } from "./format.ts";

export interface LimitText {
  readonly stack: string;
  readonly platform: string;
  readonly layout: string;
  readonly emulated: boolean;
  readonly limit: Limit;
  /** Why the search ended before both ends were found. */
  readonly reason?: string;
}

/** Several lines without a line's end: the interval, the cases that gave it, the study's limit beside it. */
export function renderLimit({ stack, platform, layout, emulated, limit, reason }: LimitText): string {
  const { carried, failed } = limit;
  const rate = ({ reqPerSec }: LoadEvidence): string => formatRate(reqPerSec).replaceAll("\u202F", "");
  const interval =
    carried === undefined
      ? "no load was carried"
      : failed === undefined
        ? `at least ${rate(carried)} req/s`
        : `from ${rate(carried)} to below ${rate(failed)} req/s`;
  const tried = studyCases.filter((each) => each.platform === platform && each.layout === layout);
  const carriedThere = tried.filter(({ wasFeasible }) => wasFeasible).map((each) => each.nominalReqPerSec);
  const failedThere = tried.filter(({ wasFeasible }) => !wasFeasible).map((each) => each.nominalReqPerSec);
  return [
    `${stack}: the limit is ${interval}${emulated ? ", on emulated hardware: compare nothing with real servers" : ""}`,
    ...(reason === undefined ? [] : [`The search did not find both ends: ${reason}.`]),
    ...[carried, failed].flatMap((each) => (each === undefined ? [] : [evidenceText(rate(each), each)])),
    ...(tried.length === 0
      ? []
      : [
          `The study carried ${String(Math.max(...carriedThere))} req/s${failedThere.length === 0 ? ", the most it tried" : ` and not ${String(Math.min(...failedThere))}`}, on its own hardware.`,
        ]),
  ].join("\n");
}

function evidenceText(rate: string, { cases, carriedCases, mostFailing }: LoadEvidence): string {
  const share = (100 * mostFailing).toFixed(0);
  return `${rate} req/s: ${String(carriedCases)} of ${String(cases)} cases carried; with ${confidenceText} confidence at most ${share} % of such cases would fail`;
}
