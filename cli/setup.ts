/** `crossbed setup`: everything that this machine and this clone need. */
import { Command } from "commander";
import { CrossbedError } from "../base/errors.ts";
import { purposes, type Purpose } from "../toolchain/packages.ts";
import { parseSource, regenerateSdk, setUp } from "../toolchain/setup.ts";
import { project } from "../base/project.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function parsePurposes(text: string): Purpose[] {
  return text.split(",").map((name) => {
    const purpose = purposes.find((one) => one === name);
    if (purpose !== undefined) return purpose;
    throw new CrossbedError("invalid_input", `${name} is not a purpose; use ${purposes.join(", ")}.`, {
      where: "--for",
    });
  });
}

interface Options {
  readonly for: Purpose[];
  readonly source?: string;
  readonly regenerateSdk?: boolean;
}

export function setupCommand(): Command {
  return new Command("setup")
    .description("install what is missing: Debian packages, Pulumi, its plugins; make the stacks")
    .option("--for <purposes>", `what to set up for, of ${purposes.join(", ")}`, parsePurposes, ["lab"] as Purpose[])
    .option("--source <name>", "where Pulumi comes from: releases or modules; default: the first that works")
    .option("--regenerate-sdk", "write sdks/libvirt anew")
    .action(async (options: Options) => {
      const source = parseSource(options.source);
      await setUp({ project, purposes: options.for, say, ...(source === undefined ? {} : { source }) });
      if (options.regenerateSdk === true) await regenerateSdk({ project, say });
      process.stdout.write('ready; for plain pulumi commands: eval "$(npx crossbed env)"\n');
    });
}
