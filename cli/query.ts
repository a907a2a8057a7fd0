/** `crossbed query`: asks all results by SQL. */
import { Command } from "commander";
import { ask, renderAnswer } from "../benchmarks/exchange/query.ts";
import { openExport, openRuns } from "../benchmarks/exchange/database.ts";
import { runDirectories } from "./named-runs.ts";

interface Options {
  readonly json?: true;
  readonly from?: string;
}

/** The `query` command. */
export function queryCommand(): Command {
  return new Command("query")
    .description("ask results by SQL: tables runs, cases, hops, samples (docs/query.md)")
    .argument("<sql>", "such as 'SELECT stack, avg(cpu_percent) FROM cases GROUP BY stack'")
    .argument("[runs...]", "runs, stacks, or directories with runs in them; default: everything in results/")
    .option("--from <directory>", "ask what crossbed export wrote there as Parquet instead")
    .option("--json", "print the rows as JSON")
    .action(async (sql: string, names: readonly string[], { json, from }: Options) => {
      const database = from === undefined ? await openRuns(await runDirectories(names)) : await openExport(from);
      try {
        for (const line of database.unread) process.stderr.write(`left out: ${line}\n`);
        const answer = await ask(database, sql);
        process.stdout.write(`${json === true ? JSON.stringify(answer.rows, null, 2) : renderAnswer(answer)}\n`);
      } finally {
        database.close();
      }
    });
}
