/** What the study's tables do not say, a sentence each without a full stop. */
import type { ClaimCheck, Exception } from "../../analysis/printed/claims.ts";
import type { CurveFinding } from "../../analysis/printed/curves.ts";
import type { OverviewCheck, OverviewFinding } from "../../analysis/printed/overview.ts";
import type { PrintedMetric } from "../../analysis/printed/printed.ts";
import { intervalsOfRepetition, type RowFinding } from "../../analysis/printed/row.ts";
import { platformTitle } from "../../../platforms/index.ts";

/** Whether a finding contradicts another number, or only what the study says of how it was made. */
export type Weight = "contradiction" | "remark";

const contradictions: readonly string[] = [
  "deviation",
  "no-count",
  "no-such-data",
  "twin",
  "outside",
  "falls",
  "load-missing",
  "load-not-tried",
];

export function weightOf({ kind }: { readonly kind: string }): Weight {
  return contradictions.includes(kind) ? "contradiction" : "remark";
}

export const unitOf = (metric: PrintedMetric): string => (metric === "cpu_percent" ? "%" : "ms");

export const metricTitle = (metric: PrintedMetric): string => (metric === "cpu_percent" ? "CPU" : "response time");

/** `KVM 16core`. */
export function testbedTitle({ platform, layout }: { readonly platform: string; readonly layout: string }): string {
  return `${platformTitle(platform)} ${layout}`;
}

export function rowFindingText(finding: RowFinding): string {
  switch (finding.kind) {
    case "deviation":
      return `the root of the variance lies between ${finding.from.toFixed(4)} and ${finding.to.toFixed(4)}, which the standard deviation does not`;
    case "no-count":
      return `no whole number of values gives this margin: it would take ${finding.from.toFixed(2)} to ${finding.to.toFixed(2)}`;
    case "no-such-data":
      return `the margin takes ${String(finding.count)} values, and no ${String(finding.count)} whole milliseconds have this mean and variance`;
    case "divisor":
      return `the variance is a sum of squares divided by ${finding.divisor}, where formula 4.4.1 divides by N`;
    case "count":
      return `the margin takes another number of values, N, than the ${String(intervalsOfRepetition)} that twenty minutes every ten seconds hold`;
    case "resolution":
      return "all values are the same whole millisecond: the margin of 0 is the resolution of the recording, no certainty";
    case "not-normal":
      return `the mean is only ${finding.deviations.toFixed(1)} standard deviations above 0, so the values cannot be normally distributed, as the margin supposes`;
  }
}

export function overviewFindingText(finding: OverviewFinding, { cell, line }: OverviewCheck): string {
  const unit = unitOf(cell.metric);
  switch (finding.kind) {
    case "twin":
      return `table ${finding.table} prints ${finding.text} ${unit} for the same`;
    case "outside":
      return `the measured means at the loads below and above are ${finding.low.toFixed(2)} and ${finding.high.toFixed(2)} ${unit}`;
    case "off-line":
      return `the straight line between the measured means is at ${line?.toFixed(1) ?? "no value"} ${unit}`;
  }
}

export function curveFindingText(finding: CurveFinding): string {
  switch (finding.kind) {
    case "counts-differ":
      return `the CPU of the same minutes (table ${finding.cpuTable}) has another number of values`;
    case "bend":
      return (
        `from ${String(finding.from.nominalReqPerSec)} to ${String(finding.to.nominalReqPerSec)} req/s CPU grows by ${finding.slope.toFixed(1)} points ` +
        `per 1000 req/s, over the whole table by ${finding.mean.toFixed(1)}: not the "almost linear" growth of section 4.1`
      );
    case "falls":
      return `the mean at ${String(finding.to.nominalReqPerSec)} req/s is below that at ${String(finding.from.nominalReqPerSec)}`;
    case "load-missing":
      return `table ${finding.load.table} calls ${String(finding.load.nominalReqPerSec)} req/s feasible, and there is no row of it`;
    case "load-not-tried":
      return `${testbedTitle(finding.row)} has a row at ${String(finding.row.nominalReqPerSec)} req/s, which tables 3.1 to 3.7 do not call feasible`;
    case "no-limit":
      return (
        `${testbedTitle(finding.load)} carried all loads up to ${String(finding.load.nominalReqPerSec)} req/s, though section 3.7.1 raises the load until ` +
        `requests fail: its limit is not known, and nothing can be said of how much of it a hypervisor keeps`
      );
  }
}

/** Table in whose rows a reader meets the finding. */
export function tableOf(finding: CurveFinding): string {
  switch (finding.kind) {
    case "counts-differ":
    case "load-not-tried":
      return finding.row.table;
    case "bend":
    case "falls":
      return finding.to.table;
    case "load-missing":
    case "no-limit":
      return finding.load.table;
  }
}

export function claimText({ claim, cells, holds }: ClaimCheck): string {
  const extent = holds === cells ? "all" : holds === 0 ? "none" : String(holds);
  const meaning = { higher: "higher", lower: "lower", alike: "alike within the printed margins" }[claim.relation];
  const metrics = claim.metrics.map(metricTitle).join(" and ");
  return `"${claim.quote}" (${claim.section}): ${metrics} ${meaning}, which holds in ${extent} of ${String(cells)} comparisons at a load that both sides have`;
}

export function exceptionText({ first, second }: Exception): string {
  return `${metricTitle(first.metric)} at ${String(first.nominalReqPerSec)} req/s: ${testbedTitle(first)} ${first.mean.text}, ${testbedTitle(second)} ${second.mean.text} ${unitOf(first.metric)}`;
}
