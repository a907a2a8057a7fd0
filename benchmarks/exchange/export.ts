/** Writes results as tables into a directory of their own: Parquet or CSV, a file each table. */
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { CrossbedError } from "../../base/errors.ts";
import { literal, openRuns } from "./database.ts";
import { tables } from "./tables.ts";

export const exportFormats = ["parquet", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const options: Readonly<Record<ExportFormat, string>> = {
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
  format: ExportFormat,
): Promise<Exported> {
  const place = resolve(target);
  const present = await entriesOf(place);
  if (present === undefined || present.length > 0) {
    throw new CrossbedError("invalid_input", "something lies there; an export overwrites nothing.", {
      where: place,
      hint: "Name a directory that is new or empty.",
    });
  }
  await mkdir(dirname(place), { recursive: true });
  const aside = await mkdtemp(`${place}.`);
  const database = await openRuns(directories);
  try {
    const rows: Record<string, number> = {};
    for (const name of Object.keys(tables)) {
      const file = literal(join(aside, `${name}.${format}`));
      const written = await database.connection.run(`COPY ${name} TO ${file} (${options[format]})`);
      rows[name] = Number((await written.getRowsJS())[0]?.[0] ?? 0);
    }
    await chmod(aside, 0o755);
    await rename(aside, place);
    return { rows, unread: database.unread };
  } finally {
    database.close();
    await rm(aside, { recursive: true, force: true });
  }
}

/** What lies in a directory; undefined where the path is something else. */
async function entriesOf(place: string): Promise<string[] | undefined> {
  try {
    return await readdir(place);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? [] : undefined;
  }
}
