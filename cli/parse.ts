/** `crossbed parse`: reads one file that a tool wrote anywhere, and prints what it holds. */
import { Command, InvalidArgumentError, Option } from "commander";
import type { Collector, ReadRecording, RecordingOption } from "../benchmarks/collect/collector.ts";
import { collectors } from "../benchmarks/collect/index.ts";
import { readRecording } from "../benchmarks/collect/recording-file.ts";

/** The `parse` command with a subcommand for each collector. */
export function parseCommand(): Command {
  const command = new Command("parse")
    .exitOverride()
    .description(`Read a file of ${Object.keys(collectors).join(", ")}, recorded anywhere`);
  for (const [name, collector] of Object.entries<Collector>(collectors)) {
    const subcommand = command.command(`${name} <file>`).description(collector.reads).option("--json", "print JSON");
    for (const option of collector.options) subcommand.addOption(commandOption(option));
    subcommand.action((file: string, { json, ...options }: { json?: true } & Record<string, string>) => {
      print(collector.read(readRecording(file).text, file, options), json === true);
    });
  }
  return command;
}

function commandOption({ flags, meaning, choices, isCount, isRequired }: RecordingOption): Option {
  const option = new Option(flags, meaning).makeOptionMandatory(isRequired === true);
  if (choices !== undefined) option.choices(choices);
  if (isCount === true) option.argParser(countOf);
  return option;
}

function countOf(text: string): string {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("It must be a whole number from 1 up.");
  return String(count);
}

/** JSON contains the warnings; people get them on standard error, after the table. */
function print({ report, rows }: ReadRecording, asJson: boolean): void {
  if (asJson) {
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return;
  }
  console.table(rows);
  for (const warning of report.warnings) process.stderr.write(`${warning}\n`);
}
