/** `crossbed export`: results as tables for other programs. */
import { Command, Option } from "commander";
import { exportFormats, exportRuns, type ExportFormat } from "../benchmarks/exchange/export.ts";
import { runDirectories } from "./named-runs.ts";

interface Options {
  readonly to: string;
  readonly format: ExportFormat;
}

/** The `export` command. */
export function exportCommand(): Command {
  return new Command("export")
    .description("write results as tables: runs, cases, hops, samples (docs/query.md)")
    .argument("[runs...]", "runs, stacks, or directories with runs in them; default: everything in results/")
    .requiredOption("--to <directory>", "where the files go; new or empty")
    .addOption(new Option("--format <format>", "of the files").choices(exportFormats).default("parquet"))
    .action(async (names: readonly string[], { to, format }: Options) => {
      const { rows, unread } = await exportRuns(await runDirectories(names), to, format);
      for (const line of unread) process.stderr.write(`left out: ${line}\n`);
      for (const [table, count] of Object.entries(rows)) {
        process.stdout.write(`${to}/${table}.${format}: ${String(count)} rows\n`);
      }
    });
}
