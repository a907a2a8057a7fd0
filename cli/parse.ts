/** `crossbed parse`: reads one file that a tool wrote anywhere, and prints what it holds. */
import { Command, InvalidArgumentError, Option } from "commander";
import { parseStatistics } from "../benchmarks/collect/application/parser.ts";
import { parseSar } from "../benchmarks/collect/sar/parser.ts";
import { parseXentop } from "../benchmarks/collect/xentop/parser.ts";
import { readRecording } from "./recording-file.ts";

interface Report {
  readonly warnings: readonly string[];
}

/** The `parse` command with its subcommands `sar`, `stats` and `xentop`. */
export function parseCommand(): Command {
  const command = new Command("parse")
    .exitOverride()
    .description("Read a file of sar, xentop or the application, recorded anywhere");
  command
    .command("sar <file>")
    .description("CPU reports of sysstat's sar, in any language and time format")
    .option("--json", "print JSON")
    .option("--timezone <zone>", "IANA zone of the machine that recorded it; adds each row's time in UTC")
    .addOption(
      new Option("--date-order <order>", "how a date such as 05/04/26 is read, day or month in front").choices([
        "dmy",
        "mdy",
      ]),
    )
    .action((file: string, options: { json?: true; timezone?: string; dateOrder?: "dmy" | "mdy" }) => {
      const { timezone: timeZone, dateOrder } = options;
      const report = parseSar(readRecording(file), file, {
        ...(timeZone === undefined ? {} : { timeZone }),
        ...(dateOrder === undefined ? {} : { dateOrder }),
      });
      print(report, report.rows, options.json === true);
    });
  command
    .command("stats <file>")
    .description("statistics with the study's eight columns")
    .option("--json", "print JSON")
    .action((file: string, options: { json?: true }) => {
      const report = parseStatistics(readRecording(file), file);
      const rows = report.rows.map(({ responseTimeMs, ...row }) => ({ ...row, ...responseTimeMs }));
      print(report, rows, options.json === true);
    });
  command
    .command("xentop <file>")
    .description("samples of xentop -b, of any release and with any option")
    .option("--json", "print JSON")
    .requiredOption("--pcpus <count>", "pCPUs of the host", pcpuCount)
    .action((file: string, options: { json?: true; pcpus: number }) => {
      const report = parseXentop(readRecording(file), file, options.pcpus);
      const rows = report.samples.map(({ baseline, domains, hostPercent }) => {
        const shares = domains.map(({ name, cpuPercent }) => `${name} ${String(cpuPercent)}`).join(", ");
        return { baseline, hostPercent, domains: shares };
      });
      print(report, rows, options.json === true);
    });
  return command;
}

function pcpuCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("It must be a whole number from 1 up.");
  return count;
}

/** JSON holds the warnings; for people they follow the table on standard error. */
function print(report: Report, rows: readonly object[], asJson: boolean): void {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  console.table(rows);
  for (const warning of report.warnings) process.stderr.write(`${warning}\n`);
}
