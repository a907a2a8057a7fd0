/** The study's table 4.7 with what its text says beside it. */
import { platformNames, platformTitle } from "../../../platforms/index.ts";
import { html, type Html } from "../../../base/html.ts";
import { studyMigration, type StudyMigration } from "../study/reference.ts";
import { renderTable, type Column } from "../tables/table.ts";
import type { SourceNote } from "./notes.ts";

interface Row {
  readonly platform: string;
  readonly of: StudyMigration;
}

const range = ({ from, to }: { readonly from: number; readonly to: number }, unit: string): string =>
  `${String(from)}–${String(to)} ${unit}`;

const columns: readonly Column<Row>[] = [
  { title: "platform", cell: ({ platform }) => platformTitle(platform), isText: true },
  { title: "CPU, active", cell: ({ of }) => `${String(of.overheadPercent.active)} %` },
  {
    title: "CPU, passive",
    hint: "section 4.2, not in the table",
    cell: ({ of }) => `${String(of.overheadPercent.passive)} %`,
  },
  { title: "downtime", cell: ({ of }) => range(of.downtimeMs, "ms") },
  { title: "total time", cell: ({ of }) => range(of.totalSec, "s") },
];

export function renderMigrationTable(notes: readonly SourceNote[]): Html {
  const rows = platformNames.flatMap((platform): Row[] => {
    const of = studyMigration({ platform });
    return of === undefined ? [] : [{ platform, of }];
  });
  const text = {
    title: "Table 4.7: live migration",
    note: "Printed in 2013; other hardware. The passive side stands in the text alone.",
    empty: "",
  };
  return html`${renderTable({ emulated: false }, text, [{ title: "", columns }], rows)}
    <ul class="reasons">
      ${notes
        .filter(({ tables }) => tables.includes("4.7"))
        .map((note) => html`<li><b>Section ${note.section}</b> ${note.text}.</li>`)}
    </ul>`;
}
