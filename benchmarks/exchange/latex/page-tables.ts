/** The tables of a report's page, as what they say: captions, heads and cells. */
import { parsePage, type PageElement } from "../page-document.ts";

export interface PageCell {
  readonly text: string;
  /** Columns that it spans. */
  readonly columns: number;
  readonly isText: boolean;
}

export interface PageTable {
  readonly title: string;
  /** Shown in the title: the hosts were emulated. */
  readonly isEmulated: boolean;
  readonly note: string;
  /** Rows of the head and of the body. */
  readonly head: readonly (readonly PageCell[])[];
  readonly body: readonly (readonly PageCell[])[];
}

/** Every table with a caption, in the order of the page. */
export function pageTables(html: string): PageTable[] {
  const { document } = parsePage(html);
  return [...document.querySelectorAll("table")].flatMap((table) => {
    const title = table.querySelector("caption h3");
    if (title === null) return [];
    const mark = title.querySelector(".mark.emulated")?.textContent ?? "";
    return [
      {
        title: title.textContent
          .trim()
          .slice(0, mark === "" ? undefined : -mark.length)
          .trim(),
        isEmulated: mark !== "",
        note: table.querySelector("caption p")?.textContent ?? "",
        head: rowsOf(table, "thead"),
        body: rowsOf(table, "tbody"),
      },
    ];
  });
}

function rowsOf(table: PageElement, part: "thead" | "tbody"): PageCell[][] {
  return [...table.querySelectorAll(`${part} tr`)].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => ({
      text: cell.textContent,
      columns: Number(cell.getAttribute("colspan") ?? "1"),
      isText: cell.className.split(" ").includes("text"),
    })),
  );
}
