/** A table of a report's page as LaTeX, for the package booktabs. Pure. */
import { latexText } from "./latex-text.ts";
import type { PageCell, PageTable } from "./page-tables.ts";

/** A `table` with caption and `tabular`; that the hosts were emulated stays in the caption. */
export function renderLatexTable({ title, isEmulated, note, head, body }: PageTable): string {
  const [first = []] = body;
  const columns = first.flatMap(({ isText, columns: wide }) =>
    Array.from({ length: wide }, () => (isText ? "l" : "r")),
  );
  const caption = `${latexText(title)}${isEmulated ? " (emulated)" : ""}. ${latexText(note)}`.trimEnd();
  return [
    "% Needs \\usepackage{booktabs} and a compiler that reads UTF-8.",
    "\\begin{table}",
    `\\caption{${caption}}`,
    "\\centering",
    `\\begin{tabular}{${columns.join("")}}`,
    "\\toprule",
    ...head.map(row),
    "\\midrule",
    ...body.map(row),
    "\\bottomrule",
    "\\end{tabular}",
    "\\end{table}",
    "",
  ].join("\n");
}

function row(cells: readonly PageCell[]): string {
  return `${cells.map(cell).join(" & ")} \\\\`;
}

function cell({ text, columns }: PageCell): string {
  return columns === 1 ? latexText(text) : `\\multicolumn{${String(columns)}}{l}{${latexText(text)}}`;
}
