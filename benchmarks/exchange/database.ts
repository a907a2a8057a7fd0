/** Results as tables in an in-memory DuckDB: asked by SQL, or written out. Nothing of it is kept. */
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { CrossbedError, messageOf } from "../../base/errors.ts";
import { runFiles } from "../results/directory.ts";
import { lineLimits } from "../results/limits.ts";
import { readSummary } from "../results/reader.ts";
import {
  caseColumns,
  hopColumns,
  runColumns,
  sampleColumns,
  tables,
  type Cell,
  type Column,
  type Run,
} from "./tables.ts";

export interface Database {
  readonly connection: DuckDBConnection;
  /** Runs that were left out, a line each. */
  readonly unread: readonly string[];
  close(): void;
}

/** The table that says what stands in every other one. */
export const dictionary = "dictionary";

/** Text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Tables of the runs in these directories. A run that cannot be read, or that was read already from a copy, is left out and told. */
export async function openRuns(directories: readonly string[]): Promise<Database> {
  const runs: Run[] = [];
  const unread: string[] = [];
  /** Directories by the run's id. */
  const known = new Map<string, string>();
  for (const directory of directories) {
    try {
      const summary = await readSummary(directory);
      const twin = known.get(summary.run);
      if (twin === undefined) runs.push({ directory, summary });
      else unread.push(`${directory}: it is a copy of ${twin}`);
      known.set(summary.run, twin ?? directory);
    } catch (error) {
      unread.push(messageOf(error));
    }
  }
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const cases = runs.flatMap((run) => run.summary.cases.map((one) => ({ ...run, one })));
  const hops = cases.flatMap((each) =>
    (each.one.hops ?? []).map((hop, index) => ({ ...each, hop, number: index + 1 })),
  );
  await fill(connection, "runs", runColumns, runs);
  await fill(connection, "cases", caseColumns, cases);
  await fill(connection, "hops", hopColumns, hops);
  await createSamples(connection, await sampleFiles(runs));
  return await databaseOf(instance, connection, unread);
}

/** The tables that an export wrote into a directory (or wherever DuckDB reads Parquet from, by its own settings). */
export async function openExport(place: string): Promise<Database> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const name of Object.keys(tables)) {
    try {
      await connection.run(`CREATE VIEW ${name} AS SELECT * FROM read_parquet(${literal(`${place}/${name}.parquet`)})`);
    } catch (error) {
      throw new CrossbedError("invalid_input", `it has no table ${name}: ${messageOf(error)}`, {
        where: place,
        hint: "Name the directory that crossbed export wrote as Parquet.",
      });
    }
  }
  return await databaseOf(instance, connection, []);
}

async function databaseOf(
  instance: DuckDBInstance,
  connection: DuckDBConnection,
  unread: readonly string[],
): Promise<Database> {
  const told = Object.entries(tables).flatMap(([table, columns]) =>
    columns.map(({ name, type, meaning }) => `(${[table, name, type, meaning].map(literal).join(", ")})`),
  );
  await connection.run(
    `CREATE TABLE ${dictionary} AS FROM (VALUES ${told.join(", ")}) AS told(table_name, column_name, type, meaning)`,
  );
  return {
    connection,
    unread,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function fill<Source>(
  connection: DuckDBConnection,
  table: string,
  columns: readonly Column<Source>[],
  sources: readonly Source[],
): Promise<void> {
  // Times come as text and are cast by a view, which bears the table's name.
  const stored = columns.map(({ name, type }) => `${name} ${type === "TIMESTAMP" ? "VARCHAR" : type}`).join(", ");
  await connection.run(`CREATE TABLE ${table}_rows (${stored})`);
  const appender = await connection.createAppender(`${table}_rows`);
  for (const source of sources) {
    for (const { type, of } of columns) append(appender, type, of(source));
    appender.endRow();
  }
  appender.closeSync();
  const shown = columns
    .map(({ name, type }) => (type === "TIMESTAMP" ? `${name}::TIMESTAMP AS ${name}` : name))
    .join(", ");
  await connection.run(`CREATE VIEW ${table} AS SELECT ${shown} FROM ${table}_rows`);
}

type Appender = Awaited<ReturnType<DuckDBConnection["createAppender"]>>;

function append(appender: Appender, type: Column<never>["type"], cell: Cell): void {
  if (cell === null) appender.appendNull();
  else if (type === "BOOLEAN") appender.appendBoolean(cell === true);
  else if (type === "DOUBLE") appender.appendDouble(Number(cell));
  else if (type === "BIGINT") appender.appendBigInt(BigInt(Math.round(Number(cell))));
  else appender.appendVarchar(String(cell));
}

/** Regular files alone: DuckDB would follow a link or wait for a pipe. */
async function sampleFiles(runs: readonly Run[]): Promise<string[]> {
  const files = await Promise.all(
    runs.map(async ({ directory }) => {
      const file = join(directory, runFiles.samples);
      const found = await lstat(file).catch(() => undefined);
      return found?.isFile() === true ? [file] : [];
    }),
  );
  return files.flat();
}

async function createSamples(connection: DuckDBConnection, files: readonly string[]): Promise<void> {
  if (files.length === 0) {
    const nothing = sampleColumns.map(({ name, type }) => `NULL::${type} AS ${name}`).join(", ");
    await connection.run(`CREATE VIEW samples AS SELECT ${nothing} WHERE false`);
    return;
  }
  // The last line of a run that was killed may be cut.
  const read = `read_json([${files.map(literal).join(", ")}], format = 'newline_delimited', ignore_errors = true,
    maximum_object_size = ${String(lineLimits[runFiles.samples])},
    columns = {run: 'VARCHAR', "case": 'VARCHAR', repetition: 'BIGINT', timeMs: 'DOUBLE', metric: 'VARCHAR', unit: 'VARCHAR',
      value: 'DOUBLE', labels: 'STRUCT(host VARCHAR, generator VARCHAR, cluster VARCHAR, cpu VARCHAR, domain VARCHAR)'})`;
  await connection.run(
    `CREATE VIEW samples AS SELECT run, stack, platform, layout, emulated, "case" AS case_name, repetition,
      make_timestamp((timeMs * 1000)::BIGINT) AS time, metric, unit, value, labels.host AS host, labels.generator AS generator,
      labels.cluster AS cluster, labels.cpu AS cpu, labels.domain AS domain FROM ${read} JOIN runs USING (run)`,
  );
}
