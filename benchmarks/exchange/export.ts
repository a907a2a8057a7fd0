/** Writes results as tables into a directory of their own, in one of several formats. */
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { literal, openRuns } from "./database.ts";
import { intoNewDirectory } from "./new-directory.ts";
import { writeOpenMetrics } from "./openmetrics.ts";
import { tables } from "./tables.ts";

/** Writes one table into a file; gives the number of its rows. */
type TableWriter = (connection: DuckDBConnection, table: string, file: string) => Promise<number>;

interface Format {
  /** Of the files' names. */
  readonly extension: string;
  /** What it can hold; absent: every table. */
  readonly tables?: readonly string[];
  readonly write: TableWriter;
}

const formats = {
  parquet: { extension: "parquet", write: copied("FORMAT parquet, COMPRESSION zstd") },
  csv: { extension: "csv", write: copied("FORMAT csv, HEADER") },
  openmetrics: {
    extension: "openmetrics.txt",
    tables: ["samples"],
    write: async (connection, _, file) => await writeOpenMetrics(connection, file),
  },
} as const satisfies Readonly<Record<string, Format>>;

export type TableFormat = keyof typeof formats;
export const tableFormats = Object.keys(formats) as [TableFormat, ...TableFormat[]];

export interface Exported {
  /** Rows by file. */
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
  const { extension, write, tables: held = Object.keys(tables) }: Format = formats[format];
  return await intoNewDirectory(target, async (aside) => {
    const database = await openRuns(directories);
    try {
      const rows: Record<string, number> = {};
      for (const table of held) {
        const file = `${table}.${extension}`;
        rows[file] = await write(database.connection, table, join(aside, file));
      }
      return { rows, unread: database.unread };
    } finally {
      database.close();
    }
  });
}

/** By DuckDB's own writer. */
function copied(options: string): TableWriter {
  return async (connection, table, file) => {
    const written = await connection.run(`COPY ${table} TO ${literal(file)} (${options})`);
    return Number((await written.getRowsJS())[0]?.[0] ?? 0);
  };
}
