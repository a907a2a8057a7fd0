/** The `crossbed` command: one file a subcommand, listed here. */
import { Command, CommanderError } from "commander";
import { CrossbedError, exitStatuses, exitStatusOf } from "../base/errors.ts";

/**
 * Subcommands in the order in which help shows them. The command line loads only the one that is called: what a benchmark needs must
 * not slow down `env`, for which a shell waits.
 */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start.ts")).startCommand(),
  setup: async () => (await import("./setup.ts")).setupCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
  env: async () => (await import("./env.ts")).envCommand(),
  inventory: async () => (await import("./inventory.ts")).inventoryCommand(),
  plan: async () => (await import("./plan.ts")).planCommand(),
  check: async () => (await import("./check.ts")).checkCommand(),
  up: async () => (await import("./up.ts")).upCommand(),
  switch: async () => (await import("./switch.ts")).switchCommand(),
  status: async () => (await import("./status.ts")).statusCommand(),
  home: async () => (await import("./home.ts")).homeCommand(),
  fence: async () => (await import("./fence.ts")).fenceCommand(),
  down: async () => (await import("./down.ts")).downCommand(),
  bench: async () => (await import("./bench.ts")).benchCommand(),
  limit: async () => (await import("./limit.ts")).limitCommand(),
  study: async () => (await import("./study.ts")).studyCommand(),
  parse: async () => (await import("./parse.ts")).parseCommand(),
  import: async () => (await import("./import.ts")).importCommand(),
  compare: async () => (await import("./compare.ts")).compareCommand(),
  query: async () => (await import("./query.ts")).queryCommand(),
  export: async () => (await import("./export.ts")).exportCommand(),
  report: async () => (await import("./report.ts")).reportCommand(),
};

// The terminal closed, or the reader has enough: the command does the rest in silence.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const program = new Command("crossbed")
  .description("Hypervisor testbeds as code: build, benchmark, report, take down")
  .exitOverride();
const called = commands[process.argv[2] ?? ""];
for (const load of called === undefined ? Object.values(commands) : [called]) {
  program.addCommand((await load()).exitOverride());
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : exitStatuses.invalid_input;
  } else {
    const text = error instanceof CrossbedError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`crossbed: ${text ?? "unknown error"}\n`);
    process.exitCode = exitStatusOf(error);
  }
}
