/** `crossbed export`: results as tables for other programs, or as a crate for other machines. */
import { Command, Option } from "commander";
import { CrossbedError } from "../base/errors.ts";
import { exportRuns, tableFormats, type TableFormat } from "../benchmarks/exchange/export.ts";
import { newestStudy } from "../benchmarks/results/study-runs.ts";
import { runDirectories } from "./named-runs.ts";

interface Options {
  readonly to: string;
  readonly format: TableFormat | "ro-crate";
  readonly license?: string;
}

/** The `export` command. */
export function exportCommand(): Command {
  return new Command("export")
    .description("write results as tables (docs/query.md), or a study with all its files as a crate (docs/study.md)")
    .argument(
      "[runs...]",
      "runs, stacks, a study's directory, or directories with runs in them; default: everything in results/",
    )
    .requiredOption("--to <directory>", "where the files go; new or empty")
    .addOption(
      new Option("--format <format>", "of the files").choices([...tableFormats, "ro-crate"]).default("parquet"),
    )
    .option("--license <spdx>", "with ro-crate: the data's licence, such as CC-BY-4.0")
    .action(async (names: readonly string[], { to, format, license }: Options) => {
      if (format === "ro-crate") await exportCrate(names, to, license);
      else await exportTables(names, to, format);
    });
}

async function exportTables(names: readonly string[], to: string, format: TableFormat): Promise<void> {
  const { rows, unread } = await exportRuns(await runDirectories(names), to, format);
  for (const line of unread) process.stderr.write(`left out: ${line}\n`);
  for (const [table, count] of Object.entries(rows)) {
    process.stdout.write(`${to}/${table}.${format}: ${String(count)} rows\n`);
  }
}

async function exportCrate(names: readonly string[], to: string, license: string | undefined): Promise<void> {
  if (license === undefined || !/^[A-Za-z0-9.+-]{1,64}$/.test(license)) {
    throw new CrossbedError("invalid_input", "a crate says under which licence others may use its data.", {
      where: `--license ${license ?? "(left out)"}`,
      hint: "Give an SPDX identifier (spdx.org/licenses), such as --license CC-BY-4.0.",
    });
  }
  const { cratePage } = await import("../benchmarks/exchange/crate/metadata.ts");
  const { writeCrate } = await import("../benchmarks/exchange/crate/write.ts");
  const { studyReport } = await import("../benchmarks/report/answers/study.ts");
  const { renderStudyPage } = await import("../benchmarks/report/answers/page.ts");
  const { readStudiedRuns } = await import("./compared-runs.ts");
  const [first = ""] = names;
  const study = names.length === 1 ? await newestStudy(first) : undefined;
  const runs = await runDirectories(names);
  const page = renderStudyPage(studyReport(await readStudiedRuns(study === undefined ? runs : [study])));
  const files = await writeCrate(to, { runs, study, page, license, publishedAtMs: Date.now() });
  process.stdout.write(
    `${to}: ${String(runs.length)} runs, ${String(files)} files; crossbed report ${to} checks them and renders ${cratePage} again\n`,
  );
}
