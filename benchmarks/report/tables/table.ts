/** Tables with a caption that carries the conditions, as figures do. */
import type { Summary } from "../../results/summary.ts";
import { emulatedMark } from "../figures/figure.ts";
import { html, type Html } from "../../../base/html.ts";

export interface Column<Row> {
  readonly title: string;
  /** Said in full where the title is short. */
  readonly hint?: string;
  readonly cell: (row: Row) => Html | string;
  /** Text is set flush left, numbers flush right. */
  readonly isText?: boolean;
}

/** Columns under a common head; an empty title leaves them without. */
export interface ColumnGroup<Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
}

export interface TableText {
  readonly title: string;
  readonly note: string;
  /** What stands there when there is no row. */
  readonly empty: string;
}

/** Renders a table; it scrolls by itself where the page is narrow. */
export function renderTable<Row>(
  summary: Pick<Summary, "emulated">,
  text: TableText,
  all: readonly ColumnGroup<Row>[],
  rows: readonly Row[],
): Html {
  const groups = all.filter((group) => group.columns.length > 0);
  if (rows.length === 0)
    return html`<h3>${text.title} ${emulatedMark(summary)}</h3>
      <p class="empty">${text.empty}</p>`;
  const columns = groups.flatMap((group) =>
    group.columns.map((column, index) => ({ ...column, isFirst: index === 0 && group !== groups[0] })),
  );
  const kind = (column: { readonly isText?: boolean; readonly isFirst: boolean }): string =>
    `${column.isText === true ? "text" : "number"}${column.isFirst ? " first" : ""}`;
  return html`<div class="table" tabindex="0" role="region" aria-label="${text.title}">
    <table>
      <caption>
        <h3>${text.title} ${emulatedMark(summary)}</h3>
        <p>${text.note}</p>
      </caption>
      <thead>
        <tr>
          ${groups.map((group, index) => html`<th scope="colgroup" colspan="${group.columns.length}" class="group${index === 0 ? "" : " first"}">${group.title}</th>`)}
        </tr>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${kind(column)}" title="${column.hint ?? column.title}">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column) => html`<td class="${kind(column)}">${column.cell(row)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
