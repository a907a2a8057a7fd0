/** The columns of the table of live migrations. */
import { confidenceLevel, confidenceText } from "../../../base/confidence.ts";
import { bytesToMiB, msToSec } from "../../../base/units.ts";
import { estimateOf } from "../../analysis/estimate.ts";
import { studentQuantile } from "../../analysis/student-t.ts";
import type { HopFigures } from "../../results/summary.ts";
import { formatMs, formatNumber, missing } from "../format.ts";
import type { Column, ColumnGroup } from "./table.ts";
import { titles } from "../titles.ts";

export interface HopRow {
  readonly case: string;
  readonly hop: string;
  /** One hop, or all that arrived: then each figure is a mean. */
  readonly hops: readonly HopFigures[];
}

export function hopColumns(hosts: readonly string[], isOneCase: boolean): readonly ColumnGroup<HopRow>[] {
  return [
    {
      title: "",
      columns: [
        ...(isOneCase ? [] : [{ title: "case", cell: (row: HopRow) => row.case, isText: true }]),
        { title: "hop", cell: (row) => row.hop, isText: true },
        means(titles.totalTime, "from the call to its return", ({ totalMs }) => msToSec(totalMs), oneDecimal),
      ],
    },
    { title: titles.downtime, columns: downtimes },
    { title: "memory", columns: memory },
    { title: "moved cluster", columns: movedCluster },
    { title: "other clusters", columns: otherClusters },
    { title: titles.cpuOverhead, columns: hosts.map(cpuOverhead) },
  ];
}

const oneDecimal = (value: number): string => formatNumber(value, 1);

type Figure = (hop: HopFigures) => number | null;

function means(title: string, hint: string, value: Figure, format: (value: number) => string): Column<HopRow> {
  return { title, hint, cell: ({ hops }) => meanOf(hops.map(value), format) };
}

function ms(title: string, hint: string, value: Figure): Column<HopRow> {
  return means(title, hint, value, formatMs);
}

function mib(title: string, hint: string, bytes: Figure): Column<HopRow> {
  const inMiB: Figure = (hop) => {
    const value = bytes(hop);
    return value === null ? null : bytesToMiB(value);
  };
  return means(title, hint, inMiB, formatNumber);
}

function sum(title: string, hint: string, value: Figure): Column<HopRow> {
  const cell = ({ hops }: HopRow): string => {
    const values = hops.map(value).filter((each) => each !== null);
    return values.length < hops.length ? missing : formatNumber(values.reduce((total, each) => total + each, 0));
  };
  return { title, hint, cell };
}

/** A downtime that may be longer than what was seen of it. */
function downtime(title: "network" | "service", hint: string, value: Figure): Column<HopRow> {
  const cell = ({ hops }: HopRow): string => {
    const isOpen = hops.some(({ openDowntimes = [] }) => openDowntimes.includes(title));
    return `${isOpen ? "at least " : ""}${meanOf(hops.map(value), formatMs)}`;
  };
  return { title, hint, cell };
}

const downtimes = [
  ms("hypervisor", "vCPUs stopped, by libvirt's own count", (hop) => hop.hypervisorDowntimeMs),
  downtime("network", "longest time without an answer to a ping", (hop) => hop.networkDowntimeMs),
  downtime("service", "longest time without an answer while requests waited", (hop) => hop.serviceDowntimeMs),
];

const memory = [
  mib("MiB sent", "left the source's card during the hop, by its kernel's count", (hop) => hop.sentBytes),
  mib("of it memory", "by the hypervisor's own count", (hop) => hop.memoryProcessedBytes),
  means("rounds", "iterations of copying", (hop) => hop.iterations, formatNumber),
];

const movedCluster = [
  sum("Fail", "requests given up", (hop) => hop.failed),
  sum("Retr.", "requests sent again", (hop) => hop.retransmissions),
  ms("max, ms", "greatest response time", (hop) => hop.maxResponseTimeMs),
  means(
    "normal, s",
    "from the hop's end until the response time is as before",
    ({ recoverySec }) => recoverySec,
    oneDecimal,
  ),
];

const otherClusters = [
  sum("Fail", "requests given up", (hop) => hop.othersFailed),
  ms("max, ms", "greatest response time", (hop) => hop.othersMaxResponseTimeMs),
];

function cpuOverhead(host: string): Column<HopRow> {
  const cell = ({ hops }: HopRow): string => {
    const [only, ...more] = hops.map(({ cpuOverheadPoints }) => cpuOverheadPoints[host]);
    if (more.length === 0 && only?.margin != null) return `${oneDecimal(only.mean)} ± ${oneDecimal(only.margin)}`;
    return meanOf(
      hops.map(({ cpuOverheadPoints }) => cpuOverheadPoints[host]?.mean ?? null),
      oneDecimal,
    );
  };
  return {
    title: host,
    hint: `busy during the hop less before the first one; of a hop ± ${confidenceText}`,
    cell,
  };
}

/** One figure as it is, several as their mean with Student's margin; those that could not be measured are left out. */
function meanOf(values: readonly (number | null)[], format: (value: number) => string): string {
  const estimate = estimateOf(values.filter((value) => value !== null));
  if (estimate === undefined) return missing;
  const { mean, stddev, n } = estimate;
  if (stddev === null) return format(mean);
  return `${format(mean)} ± ${format((studentQuantile((1 + confidenceLevel) / 2, n - 1) * stddev) / Math.sqrt(n))}`;
}
