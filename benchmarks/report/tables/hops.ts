/** What each live migration cost, a row for each hop, then their mean; the study's numbers stand above. */
import { confidenceText } from "../../../base/confidence.ts";
import { msToSec } from "../../../base/units.ts";
import type { Summary } from "../../results/summary.ts";
import { formatMs } from "../format.ts";
import { platformTitle } from "../../../platforms/index.ts";
import { html, type Html } from "../../../base/html.ts";
import type { Load } from "../loads.ts";
import { studyMigration } from "../study/reference.ts";
import { hopColumns, type HopRow } from "./hop-columns.ts";
import { renderTable } from "./table.ts";

export function hasHops(loads: readonly Load[]): boolean {
  return loads.some((load) => load.repetitions.some(({ summary }) => summary.hops !== undefined));
}

export function renderHopsTable(summary: Summary, loads: readonly Load[]): Html {
  const rows = loads.flatMap((load) =>
    load.repetitions.flatMap(({ summary: each }): HopRow[] => {
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
  return html`${renderTable(summary, text, hopColumns(hosts.toSorted(), isOneCase), rows)}${renderFailures(rows)}`;
}

/** Resolutions, and the study's table 4.7. */
function noteOf({ platform, workload }: Summary, loads: readonly Load[]): string {
  const first = loads.flatMap((load) => load.repetitions).find(({ summary }) => summary.hops !== undefined);
  const moved = first?.tally.record;
  const cluster = moved?.hops?.[0]?.cluster;
  const seconds = moved === undefined ? 0 : msToSec(moved.measuredToMs - moved.measuredFromMs);
  const sent = (moved?.generators ?? []).reduce(
    (sum, each) => sum + (each.cluster === cluster ? (each.totals.sent ?? 0) : 0),
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

function renderFailures(rows: readonly HopRow[]): Html | undefined {
  const failed = rows.flatMap(({ hop, hops }) =>
    hops.flatMap(({ failure }) => (failure === undefined ? [] : [{ hop, failure }])),
  );
  if (failed.length === 0) return undefined;
  return html`<ul class="reasons">
    ${failed.map(({ hop, failure }) => html`<li><b>hop ${hop}</b> failed: ${failure}</li>`)}
  </ul>`;
}
