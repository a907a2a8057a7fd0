/** A table of text. */

export interface TableOptions {
  /** Where a cell stands in its column. */
  readonly align?: "left" | "right";
  /** What each line begins with. */
  readonly indent?: string;
}

/** Lines of columns as wide as their widest cell, two spaces apart. */
export function table(
  rows: readonly (readonly string[])[],
  { align = "left", indent = "  " }: TableOptions = {},
): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const padded = (cell: string, column: number): string =>
    align === "left" ? cell.padEnd(width(column)) : cell.padStart(width(column));
  return rows.map((row) => `${indent}${row.map(padded).join("  ")}`.trimEnd());
}
