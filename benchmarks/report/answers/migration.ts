/** Table 4.7 of a study: live migration under every platform that can, beside the study's. */
import type { HopFigures } from "../../results/summary.ts";
import type { Testbed } from "../../analysis/study/testbed.ts";
import { formatMs, formatNumber, missing } from "../format.ts";
import { html, type Html } from "../../../base/html.ts";
import { renderMigrationTable } from "../thesis/migration.ts";
import { sourceNotes } from "../thesis/notes.ts";
import { renderTable, type ColumnGroup } from "../tables/table.ts";
import { testbedName } from "./words.ts";
import { titles } from "../titles.ts";

interface Row {
  readonly testbed: Testbed;
  readonly hops: readonly HopFigures[];
  readonly arrived: readonly HopFigures[];
}

type Pick = (hop: HopFigures) => number | null;

/** Least to greatest, as the study prints it; a dash where no hop has it. */
function rangeOf(pick: Pick, format: (value: number) => string) {
  return ({ arrived }: Row): string => {
    const values = arrived.map(pick).filter((value) => value !== null);
    if (values.length === 0) return missing;
    const [low, high] = [format(Math.min(...values)), format(Math.max(...values))];
    const told = values.length < arrived.length ? ` (${String(values.length)} told)` : "";
    return `${low === high ? low : `${low}–${high}`}${told}`;
  };
}

const downtime = (field: "hypervisorDowntimeMs" | "networkDowntimeMs" | "serviceDowntimeMs") =>
  rangeOf((hop) => hop[field], formatMs);
const overhead = (side: "from" | "to") =>
  rangeOf(
    (hop) => hop.cpuOverheadPoints[hop[side]]?.mean ?? null,
    (value) => formatNumber(value, 1),
  );

const columns: readonly ColumnGroup<Row>[] = [
  {
    title: "",
    columns: [
      { title: "testbed", cell: ({ testbed }) => testbedName(testbed), isText: true },
      {
        title: "moves",
        hint: "that arrived, of all",
        cell: ({ hops, arrived }) => `${String(arrived.length)} of ${String(hops.length)}`,
      },
    ],
  },
  {
    title: titles.cpuOverhead,
    columns: [
      { title: "source", hint: "host that the guest leaves", cell: overhead("from") },
      { title: "destination", hint: "host where it arrives", cell: overhead("to") },
    ],
  },
  {
    title: titles.downtime,
    columns: [
      { title: "hypervisor", cell: downtime("hypervisorDowntimeMs") },
      { title: "network", cell: downtime("networkDowntimeMs") },
      { title: "service", hint: "what the study calls downtime", cell: downtime("serviceDowntimeMs") },
    ],
  },
  {
    title: "",
    columns: [
      {
        title: titles.totalTime,
        cell: rangeOf(
          (hop) => hop.totalMs / 1000,
          (value) => formatNumber(value, 1),
        ),
      },
    ],
  },
];

export function renderMigrations(testbeds: readonly Testbed[], emulated: boolean): Html {
  const rows = testbeds.flatMap((testbed): Row[] => {
    const hops = testbed.cases.flatMap((each) => each.hops ?? []);
    return hops.length === 0 ? [] : [{ testbed, hops, arrived: hops.filter(({ failure }) => failure === undefined) }];
  });
  const text = {
    title: "Live migration here",
    note: "From the least to the greatest of all moves that arrived. A dash is what the platform does not tell.",
    empty: "No run of this study moved a guest: nothing is known of downtimes here.",
  };
  return html`${renderTable({ emulated }, text, columns, rows)}${renderMigrationTable(sourceNotes)}`;
}
