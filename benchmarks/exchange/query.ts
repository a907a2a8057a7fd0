/** Asks a database of results and gives the answer as text. */
import { CrossbedError, messageOf } from "../../base/errors.ts";
import { table } from "../../base/text-table.ts";
import { dictionary, type Database } from "./database.ts";

export interface Answer {
  readonly columns: readonly string[];
  /** Values as JSON has them; a time is text. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Runs SQL, one statement or several; the last one's answer. @throws CrossbedError `invalid_input` with DuckDB's own words. */
export async function ask({ connection }: Pick<Database, "connection">, sql: string): Promise<Answer> {
  try {
    const reader = await connection.runAndReadAll(sql);
    return { columns: reader.deduplicatedColumnNames(), rows: reader.getRowObjectsJson() };
  } catch (error) {
    throw new CrossbedError("invalid_input", messageOf(error), {
      where: "SQL",
      hint: `Tables and columns: 'FROM ${dictionary}'. DuckDB's language: https://duckdb.org/docs/stable/sql/introduction`,
    });
  }
}

/** A table for a terminal; what is null is shown as a dash. */
export function renderAnswer({ columns, rows }: Answer): string {
  return table([columns, ...rows.map((row) => columns.map((name) => cellText(row[name])))]).join("\n");
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return String(Number(value.toPrecision(6)));
  return typeof value === "string" ? value : JSON.stringify(value);
}
