/** What each live migration cost, a row for each hop, then their mean; the study's numbers stand above. */
import { confidenceText } from "../../../base/confidence.ts";
import { estimateOf } from "../../analysis/estimate.ts";
import { bytesToMiB, msToSec } from "../../../base/units.ts";
import type { HopFigures, Summary } from "../../results/summary.ts";
import { formatMs, formatNumber, missing } from "../format.ts";
import { platformTitle } from "../../../platforms/index.ts";
import { html, type Html } from "../html.ts";
import type { Load } from "../loads.ts";
import { studyMigration } from "../study/reference.ts";
import { renderTable, type Column, type ColumnGroup } from "./table.ts";

interface Row {
  readonly case: string;
  readonly hop: string;
  /** One hop, or all that arrived: then each figure is a mean. */
  readonly hops: readonly HopFigures[];
}

export function hasHops(loads: readonly Load[]): boolean {
  return loads.some((load) => load.repetitions.some(({ summary }) => summary.hops !== undefined));
}

export function renderHopsTable(summary: Summary, loads: readonly Load[]): Html {
  const rows = loads.flatMap((load) =>
    load.repetitions.flatMap(({ summary: each }): Row[] => {
      const hops = each.hops ?? [];
      const arrived = hops.filter(({ failure }) => failure === undefined);
      const name = `${each.case} r${String(each.repetition)}`;
      return [
        ...hops.map((hop, index) => ({
          case: name,
          hop: `${String(index + 1)}: ${hop.guest}, ${hop.from} → ${hop.to}`,
          hops: [hop],
        })),
        ...(arrived.length > 1 ? [{ case: name, hop: `mean ± ${confidenceText}`, hops: arrived }] : []),
      ];
    }),
  );
  const hosts = [
    ...new Set(rows.flatMap(({ hops }) => hops.flatMap(({ cpuOverheadPoints }) => Object.keys(cpuOverheadPoints)))),
  ];
  const text = { title: "Hops", note: noteOf(summary, loads), empty: "No guest was moved." };
  const isOneCase = new Set(rows.map((row) => row.case)).size < 2;
  return html`${renderTable(summary, text, columnGroups(hosts.toSorted(), isOneCase), rows)}${renderFailures(rows)}`;
}

function columnGroups(hosts: readonly string[], isOneCase: boolean): readonly ColumnGroup<Row>[] {
  const ms = (
    title: string,
    hint: string,
    value: (hop: HopFigures) => number | null,
    isOpen: (hop: HopFigures) => boolean = () => false,
  ): Column<Row> => ({
    title,
    hint,
    cell: ({ hops }) => `${hops.some(isOpen) ? "at least " : ""}${meanOf(hops.map(value), formatMs)}`,
  });
  const mib = (title: string, hint: string, value: (hop: HopFigures) => number | null): Column<Row> => ({
    title,
    hint,
    cell: ({ hops }) => {
      const bytes = hops.map(value);
      return meanOf(
        bytes.map((each) => (each === null ? null : bytesToMiB(each))),
        (mean) => formatNumber(mean),
      );
    },
  });
  return [
    {
      title: "",
      columns: [
        ...(isOneCase ? [] : [{ title: "case", cell: (row: Row) => row.case, isText: true }]),
        { title: "hop", cell: (row) => row.hop, isText: true },
        {
          title: "total, s",
          hint: "from the call to its return",
          cell: ({ hops }) =>
            meanOf(
              hops.map(({ totalMs }) => msToSec(totalMs)),
              (value) => formatNumber(value, 1),
            ),
        },
      ],
    },
    {
      title: "downtime, ms",
      columns: [
        ms("hypervisor", "vCPUs stopped, by libvirt's own count", (hop) => hop.hypervisorDowntimeMs),
        ms("network", "longest time without an answer to a ping", (hop) => hop.networkDowntimeMs, isOpen("network")),
        ms(
          "service",
          "longest time without an answer while requests waited",
          (hop) => hop.serviceDowntimeMs,
          isOpen("service"),
        ),
      ],
    },
    {
      title: "memory",
      columns: [
        mib("MiB sent", "left the source's card during the hop, by its kernel's count", (hop) => hop.sentBytes),
        mib("of it memory", "by the hypervisor's own count", (hop) => hop.memoryProcessedBytes),
        {
          title: "rounds",
          hint: "iterations of copying",
          cell: ({ hops }) =>
            meanOf(
              hops.map((hop) => hop.iterations),
              (value) => formatNumber(value),
            ),
        },
      ],
    },
    {
      title: "moved cluster",
      columns: [
        { title: "Fail", hint: "requests given up", cell: ({ hops }) => sumOf(hops, (hop) => hop.failed) },
        { title: "Retr.", hint: "requests sent again", cell: ({ hops }) => sumOf(hops, (hop) => hop.retransmissions) },
        ms("max, ms", "greatest response time", (hop) => hop.maxResponseTimeMs),
        {
          title: "normal, s",
          hint: "from the hop's end until the response time is as before",
          cell: ({ hops }) =>
            meanOf(
              hops.map(({ recoverySec }) => recoverySec),
              (value) => formatNumber(value, 1),
            ),
        },
      ],
    },
    {
      title: "other clusters",
      columns: [
        { title: "Fail", hint: "requests given up", cell: ({ hops }) => sumOf(hops, (hop) => hop.othersFailed) },
        ms("max, ms", "greatest response time", (hop) => hop.othersMaxResponseTimeMs),
      ],
    },
    {
      title: "CPU overhead, points",
      columns: hosts.map((host) => ({
        title: host,
        hint: `busy during the hop less before the first one; of a hop ± ${confidenceText}`,
        cell: ({ hops }: Row): string => {
          const [only, ...more] = hops.map(({ cpuOverheadPoints }) => cpuOverheadPoints[host]);
          if (more.length > 0 || only?.margin == null) {
            return meanOf(
              hops.map(({ cpuOverheadPoints }) => cpuOverheadPoints[host]?.mean ?? null),
              (value) => formatNumber(value, 1),
            );
          }
          return `${formatNumber(only.mean, 1)} ± ${formatNumber(only.margin, 1)}`;
        },
      })),
    },
  ];
}

/** A downtime whose end or beginning nobody saw. */
const isOpen =
  (downtime: "network" | "service") =>
  ({ openDowntimes = [] }: HopFigures): boolean =>
    openDowntimes.includes(downtime);

/** One figure as it is, several as their mean with its margin; those that could not be measured are left out. */
function meanOf(values: readonly (number | null)[], format: (value: number) => string): string {
  const estimate = estimateOf(values.filter((value) => value !== null));
  if (estimate === undefined) return missing;
  return estimate.margin === null ? format(estimate.mean) : `${format(estimate.mean)} ± ${format(estimate.margin)}`;
}

function sumOf(hops: readonly HopFigures[], value: (hop: HopFigures) => number | null): string {
  const values = hops.map(value).filter((each) => each !== null);
  if (values.length < hops.length) return missing;
  return formatNumber(values.reduce((sum, each) => sum + each, 0));
}

/** Resolutions, and the study's table 4.7. */
function noteOf({ platform, workload }: Summary, loads: readonly Load[]): string {
  const first = loads.flatMap((load) => load.repetitions).find(({ summary }) => summary.hops !== undefined);
  const moved = first?.tally.record;
  const cluster = moved?.hops?.[0]?.cluster;
  const seconds = moved === undefined ? 0 : msToSec(moved.measuredToMs - moved.measuredFromMs);
  const sent = (moved?.generators ?? []).reduce(
    (sum, each) => sum + (each.cluster === cluster ? each.totals.sent : 0),
    0,
  );
  const resolutions = [
    "The hypervisor's downtime is exact to 1 ms",
    ...(moved?.probeIntervalMs === undefined ? [] : [`the network's to ${formatMs(moved.probeIntervalMs)} ms`]),
    ...(sent === 0 ? [] : [`the service's to the ${formatMs((seconds / sent) * 1000)} ms between two requests`]),
  ].join(", ");
  const study = studyMigration({ platform, workload });
  const there =
    study === undefined
      ? ""
      : ` The study (table 4.7, ${platformTitle(platform)} on its servers): total ${range(study.totalSec)} s, downtime ` +
        `${range(study.downtimeMs)} ms, CPU overhead ${String(study.overheadPercent.active)} % on the active and ` +
        `${String(study.overheadPercent.passive)} % on the passive host.`;
  return `${resolutions}. A dash is what the platform does not tell or what did not happen.${there}`;
}

const range = ({ from, to }: { readonly from: number; readonly to: number }): string => `${String(from)}–${String(to)}`;

function renderFailures(rows: readonly Row[]): Html | undefined {
  const failed = rows.flatMap(({ hop, hops }) =>
    hops.flatMap(({ failure }) => (failure === undefined ? [] : [{ hop, failure }])),
  );
  if (failed.length === 0) return undefined;
  return html`<ul class="reasons">
    ${failed.map(({ hop, failure }) => html`<li><b>hop ${hop}</b> failed: ${failure}</li>`)}
  </ul>`;
}
