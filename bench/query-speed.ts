/** What it costs to ask thousands of runs: one that never happened, under as many ids, asked from its files and from Parquet. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openExport, openRuns, type Database } from "../benchmarks/exchange/database.ts";
import { exportRuns } from "../benchmarks/exchange/export.ts";
import { ask } from "../benchmarks/exchange/query.ts";
import { runFiles } from "../benchmarks/results/directory.ts";
import { writeReport } from "../benchmarks/report/write.ts";
import { writeSyntheticRun } from "../test/support/synthetic-run.ts";
import type { Finding } from "./finding.ts";

const count = 5000;
const question = "SELECT stack, nominal_req_per_sec, count(*), avg(cpu_percent) FROM cases GROUP BY ALL";
const ofSamples = "SELECT metric, avg(value) FROM samples GROUP BY metric";

export async function* querySpeed(): AsyncGenerator<Finding> {
  const root = await mkdtemp(join(tmpdir(), "crossbed-bench-"));
  try {
    const runs = await copies(root);
    const seconds = async <Result>(work: () => Promise<Result>): Promise<[number, Result]> => {
      const started = performance.now();
      const result = await work();
      return [(performance.now() - started) / 1000, result];
    };
    const answered = (sql: string, open: () => Promise<Database>) => async (): Promise<number> => {
      const database = await open();
      const { rows } = await ask(database, sql);
      database.close();
      return rows.length;
    };
    const parquet = join(root, "parquet");
    const [fromFiles] = await seconds(answered(question, () => openRuns(runs)));
    const [samples] = await seconds(answered(ofSamples, () => openRuns(runs)));
    const [written, { rows }] = await seconds(() => exportRuns(runs, parquet, "parquet"));
    const [fromParquet] = await seconds(answered(question, () => openExport(parquet)));
    const [parquetSamples] = await seconds(answered(ofSamples, () => openExport(parquet)));
    yield {
      text:
        `${String(count)} runs with ${String(rows["samples.parquet"])} samples: cases asked in ${fromFiles.toFixed(1)} s, samples in ${samples.toFixed(1)} s; ` +
        `exported in ${written.toFixed(1)} s; from Parquet in ${fromParquet.toFixed(2)} s and ${parquetSamples.toFixed(2)} s.`,
      figures: {
        runs: count,
        rows,
        fromFiles,
        samples,
        written,
        fromParquet,
        parquetSamples,
        ratio: fromFiles / fromParquet,
      },
    };
  } finally {
    await rm(root, { recursive: true });
  }
}

/** As many runs as wanted, of one. */
async function copies(root: string): Promise<string[]> {
  const first = await writeSyntheticRun(root);
  await writeReport(first);
  const id = first.split("/").at(-1) ?? "";
  const files = await Promise.all(
    [runFiles.summary, runFiles.samples].map(
      async (name) => [name, await readFile(join(first, name), "utf8")] as const,
    ),
  );
  const directories: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const other = id.replace("synthetic", `s${String(index)}`);
    const directory = join(root, other);
    await mkdir(directory);
    for (const [name, text] of files) await writeFile(join(directory, name), text.replaceAll(id, other));
    directories.push(directory);
  }
  return directories;
}
