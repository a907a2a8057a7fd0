/** One process of an application pair, from its command line to its end. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CrossbedError, exitStatusOf, messageOf } from "../../../base/errors.ts";
import { Application } from "./application.ts";
import { parseApplicationConfig, type ApplicationConfig } from "./config.ts";
import { readStatus } from "./status.ts";

/** Runs until SIGTERM or SIGINT, or prints the status of the running one. `program`: the file that its workers run. */
export async function runProcess(program: URL): Promise<void> {
  try {
    const { values, positionals } = parseArgs({ options: { config: { type: "string" } }, allowPositionals: true });
    const config = readConfig(values.config);
    if (positionals[0] === "status") process.stdout.write(`${JSON.stringify(await readStatus(config.statusSocket))}\n`);
    else await run(config, program);
  } catch (error) {
    fail(error);
  }
}

async function run(config: ApplicationConfig, program: URL): Promise<void> {
  const application = new Application(config, program, fail);
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    application.stop().then(() => undefined, fail);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  await application.start();
}

function fail(error: unknown): never {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(exitStatusOf(error));
}

function readConfig(file: string | undefined): ApplicationConfig {
  if (file === undefined) {
    throw new CrossbedError("invalid_input", "--config is missing; give the path of a JSON file.");
  }
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new CrossbedError("invalid_input", "cannot be read.", {
      where: file,
      hint: "Name a file that this user can read.",
      cause,
    });
  }
  return parseApplicationConfig(file, text);
}
