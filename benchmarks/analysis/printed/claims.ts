/** Sentences of the study against its own tables: at how many of the loads that two testbeds share each holds. */
import { studyLayouts } from "../../cases/study.ts";
import { curveOf, type PrintedMetric, type PrintedRow } from "./printed.ts";

/** How the first testbed's mean stands to the second's. `alike`: within what their margins together allow. */
export type Relation = "higher" | "lower" | "alike";

interface Testbed {
  readonly platform: string;
  readonly layout: string;
}

export interface Claim {
  /** Section of the thesis. */
  readonly section: string;
  /** Its own words, shortened where dots stand. */
  readonly quote: string;
  readonly metrics: readonly PrintedMetric[];
  readonly relation: Relation;
  readonly pairs: readonly (readonly [first: Testbed, second: Testbed])[];
}

/** A load at which the claim does not hold. */
export interface Exception {
  readonly first: PrintedRow;
  readonly second: PrintedRow;
}

export interface ClaimCheck {
  readonly claim: Claim;
  /** Shared loads over all pairs and metrics, and those at which it holds. */
  readonly cells: number;
  readonly holds: number;
  readonly exceptions: readonly Exception[];
}

const both = ["cpu_percent", "response_time_ms"] as const;
const of = (platform: string, layout: string): Testbed => ({ platform, layout });
const hypervisors = ["kvm", "xen"] as const;
const within = (platform: string, first: string, ...others: readonly string[]) =>
  others.map((other) => [of(platform, first), of(platform, other)] as const);

/** What tables 4.8 to 4.21 can be asked about. Quotations are the study's. */
export const claims: readonly Claim[] = [
  {
    section: "4.1.2",
    quote: "non-virtualized system had always lower response time",
    metrics: ["response_time_ms"],
    relation: "lower",
    pairs: studyLayouts.map((layout) => [of("bare", "16core"), of("xen", layout)] as const),
  },
  {
    section: "5, question 1",
    quote: "virtualization adds overheads to both CPU utilization and response time",
    metrics: both,
    relation: "higher",
    pairs: hypervisors.flatMap((platform) =>
      studyLayouts.map((layout) => [of(platform, layout), of("bare", "16core")] as const),
    ),
  },
  {
    section: "5, question 2",
    quote: "KVM demonstrated better performance in terms of CPU utilization and response time",
    metrics: both,
    relation: "lower",
    pairs: studyLayouts.map((layout) => [of("kvm", layout), of("xen", layout)] as const),
  },
  {
    section: "5, question 3",
    quote: "overhead values observed in KVM were insignificant",
    metrics: both,
    relation: "alike",
    pairs: studyLayouts.map((layout) => [of("kvm", layout), of("bare", "16core")] as const),
  },
  {
    section: "5, question 3",
    quote: "the 6 core setup had the best performance among all setups using KVM",
    metrics: both,
    relation: "lower",
    pairs: within("kvm", "6core", "16core", "12core"),
  },
  {
    section: "5, question 3",
    quote: "[the 6 core setup] has the worst performance in XEN",
    metrics: both,
    relation: "higher",
    pairs: within("xen", "6core", "16core", "12core"),
  },
  {
    section: "5, question 4",
    quote: "decreasing number of allocated CPU cores causes a higher response time in both hypervisors",
    metrics: ["response_time_ms"],
    relation: "higher",
    pairs: hypervisors.flatMap((platform) => within(platform, "12core", "16core")),
  },
  {
    section: "5, question 4",
    quote: "CPU utilization in XEN was not noticeably affected",
    metrics: ["cpu_percent"],
    relation: "alike",
    pairs: within("xen", "12core", "16core"),
  },
  {
    section: "5, question 4",
    quote: "Using multiple VMs in KVM decreased the response time and CPU overhead",
    metrics: both,
    relation: "lower",
    pairs: within("kvm", "6core", "12core"),
  },
];

export function checkClaim(claim: Claim, rows: readonly PrintedRow[]): ClaimCheck {
  const cells = claim.pairs.flatMap(([left, right]) =>
    claim.metrics.flatMap((metric) => {
      const others = curveOf(rows, { ...right, metric });
      return curveOf(rows, { ...left, metric }).flatMap((first): Exception[] => {
        const second = others.find((row) => row.nominalReqPerSec === first.nominalReqPerSec);
        return second === undefined ? [] : [{ first, second }];
      });
    }),
  );
  const exceptions = cells.filter(({ first, second }) => !isSo(claim.relation, first, second));
  return { claim, cells: cells.length, holds: cells.length - exceptions.length, exceptions };
}

function isSo(relation: Relation, first: PrintedRow, second: PrintedRow): boolean {
  const difference = first.mean.value - second.mean.value;
  if (relation === "alike") return Math.abs(difference) <= Math.hypot(first.margin.value, second.margin.value);
  return relation === "higher" ? difference > 0 : difference < 0;
}
