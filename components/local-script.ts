/**
 * One idempotent script on this machine, as a resource. The script is a file of its own, tested alone; its values travel as
 * environment. Its text goes into the state, so that a delete still finds its undo when the checkout has changed.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { passedVariables } from "../base/step-environment.ts";
import { optionsOfStep } from "./step-options.ts";
import { timeoutsLine } from "../rack/script-variables.ts";

export interface LocalScriptArgs {
  /** Makes something true; runs on create and again whenever a value or the script changes. */
  readonly script: URL;
  /** Undoes it on delete; absent where there is nothing to undo. */
  readonly undo?: URL;
  /** Environment of both: NAME (upper case) to value. Never a secret: the state shows it. */
  readonly values: Readonly<Record<string, pulumi.Input<string>>>;
}

const prelude = ["../rack/scripts/start-time.sh", "local-prelude.sh"]
  .map((file) => readFileSync(new URL(file, import.meta.url), "utf8"))
  .join("\n")
  .replace("@PASSED@", () => passedVariables);

/** Text of a script as it is run: the prelude with what the lab's scripts share, then the script. Its name comes first: an error shows a failed step by it. */
export function localScriptText(script: URL): string {
  return `# ${basename(script.pathname)}\n${timeoutsLine}${prelude}\n${readFileSync(script, "utf8")}`;
}

/** A script as a resource; its standard output, trimmed, is the resource's `stdout`. */
export function localScript(
  name: string,
  args: LocalScriptArgs,
  options: pulumi.CustomResourceOptions,
): command.local.Command {
  const text = localScriptText(args.script);
  return new command.local.Command(
    name,
    {
      create: text,
      update: text,
      ...(args.undo === undefined ? {} : { delete: localScriptText(args.undo) }),
      interpreter: ["/bin/bash", "-c"],
      environment: { ...args.values },
    },
    optionsOfStep(args.undo, options),
  );
}
