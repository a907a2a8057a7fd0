/** Writes results as tables into a directory of their own: Parquet or CSV, a file each table. */
import { join } from "node:path";
import { literal, openRuns } from "./database.ts";
import { intoNewDirectory } from "./new-directory.ts";
import { tables } from "./tables.ts";

export const tableFormats = ["parquet", "csv"] as const;
export type TableFormat = (typeof tableFormats)[number];

const options: Readonly<Record<TableFormat, string>> = {
  parquet: "FORMAT parquet, COMPRESSION zstd",
  csv: "FORMAT csv, HEADER",
};

export interface Exported {
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Runs that were left out, a line each. */
  readonly unread: readonly string[];
}

/**
 * Exports the runs in these directories to `target`, which must be new or empty: all of its files appear at once.
 * @throws CrossbedError `invalid_input` where something lies there.
 */
export async function exportRuns(
  directories: readonly string[],
  target: string,
  format: TableFormat,
): Promise<Exported> {
  return await intoNewDirectory(target, async (aside) => {
    const database = await openRuns(directories);
    try {
      const rows: Record<string, number> = {};
      for (const name of Object.keys(tables)) {
        const file = literal(join(aside, `${name}.${format}`));
        const written = await database.connection.run(`COPY ${name} TO ${file} (${options[format]})`);
        rows[name] = Number((await written.getRowsJS())[0]?.[0] ?? 0);
      }
      return { rows, unread: database.unread };
    } finally {
      database.close();
    }
  });
}
