import { expect, test } from "vitest";
import { renderLatexTable } from "../../../../../benchmarks/exchange/latex/latex-table.ts";
import { pageTables } from "../../../../../benchmarks/exchange/latex/page-tables.ts";
import { html } from "../../../../../base/html.ts";
import { renderTable } from "../../../../../benchmarks/report/tables/table.ts";

const page = html`<main>
  <table>
    <tbody>
      <tr>
        <td>without a caption</td>
      </tr>
    </tbody>
  </table>
  ${renderTable(
    { emulated: true },
    { title: "Cases & hops", note: "99 % of it.", empty: "" },
    [
      { title: "", columns: [{ title: "case", cell: (row: { name: string }) => row.name, isText: true }] },
      { title: "none", columns: [] },
      {
        title: "load_req/s",
        columns: [
          { title: "sent", cell: () => "22\u202F500" },
          { title: "lost", cell: () => html`<strong>–</strong>` },
        ],
      },
    ],
    [{ name: "kvm_6core" }],
  )}
</main>`;

test("renderLatexTable · sets a table of the page with its heads, and keeps in the caption that hosts were emulated", () => {
  expect(pageTables(page.text).map(renderLatexTable)).toEqual([
    String.raw`% Needs \usepackage{booktabs} and a compiler that reads UTF-8.
\begin{table}
\caption{Cases \& hops (emulated). 99 \% of it.}
\centering
\begin{tabular}{lrr}
\toprule
 & \multicolumn{2}{l}{load\_req/s} \\
case & sent & lost \\
\midrule
kvm\_6core & 22\,{}500 & \textendash{} \\
\bottomrule
\end{tabular}
\end{table}
`,
  ]);
});
