/**
 * `node generator.mjs`: reads its configuration from the first line of stdin, then commands; prints records on stdout. The
 * end of stdin ends the process and with it the load, so that a controller that vanishes leaves none behind.
 */
import { randomInt } from "node:crypto";
import { createInterface } from "node:readline";
import { exitStatusOf, messageOf } from "../../../base/errors.ts";
import { parseGeneratorConfig } from "./config.ts";
import { LoadGenerator } from "./generator.ts";

let generator: LoadGenerator | undefined;

function end(): void {
  generator?.close();
  generator = undefined;
}

// Nobody reads the records any more.
process.stdout.on("error", () => process.exit(0));
process.on("SIGTERM", () => {
  end();
  process.stdin.destroy();
});

createInterface({ input: process.stdin })
  .on("line", (line) => {
    if (line.trim() === "") return;
    if (generator !== undefined) {
      generator.command(line);
      return;
    }
    try {
      generator = new LoadGenerator(parseGeneratorConfig(line), randomInt(2 ** 32), (record) => {
        process.stdout.write(`${JSON.stringify(record)}\n`);
      });
      generator.open();
    } catch (error) {
      process.stderr.write(`${messageOf(error)}\n`);
      process.exit(exitStatusOf(error));
    }
  })
  .on("close", end);
