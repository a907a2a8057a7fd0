/** `crossbed down`: the lab away, whatever state it is in, with the testbeds that stood on it. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { localScriptText } from "../components/local-script.ts";
import { readLabPlan } from "../stacks/lab-plan.ts";
import { parseSpec } from "../stacks/spec.ts";
import { readLocalConfig, readStackData } from "../stacks/stack-data.ts";
import { cacheDirectory } from "../toolchain/paths.ts";
import { runPulumi } from "../toolchain/pulumi-command.ts";
import { builtStacks } from "./built-stacks.ts";
import { project } from "./project.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const pulumi = (...args: string[]): Promise<void> => runPulumi(args, { project, say });

export function downCommand(): Command {
  return new Command("down")
    .description("take the lab down, and forget the testbeds that stood on it; results stay")
    .option("--cache", "remove the golden images too; every lab of this user needs them")
    .action(async (options: { cache?: boolean }) => {
      const plan = await readLabPlan(readLocalConfig("lab"), project);
      const built = await builtStacks();
      for (const testbed of built.filter((stack) => stack !== "lab" && standsOnLab(stack))) {
        // Its hosts go away as a whole: taking its guests down one by one would be work for nothing.
        await forget(testbed);
      }
      if (built.includes("lab")) {
        try {
          await pulumi("destroy", "--stack", "lab", "--yes", "--skip-preview");
        } catch (error) {
          if (error instanceof CrossbedError && error.code === "interrupted") throw error;
          say("the lab cannot be taken down in order; clearing what is left of it");
          await forget("lab");
        }
      }
      await sweep(plan.directory, plan.namespace);
      if (options.cache === true) {
        const images = join(cacheDirectory(process.env), "images");
        say(`removing ${images}`);
        await rm(images, { recursive: true, force: true });
      }
      say(`lab ${plan.name} is down`);
    });
}

/** A testbed on an inventory file has hosts that outlive the lab. */
function standsOnLab(stack: string): boolean {
  return parseSpec(stack, readStackData(stack, readLocalConfig(stack))).inventory === "lab";
}

/** Removes a stack's record of resources that are gone, and makes it anew, with its settings kept. */
async function forget(stack: string): Promise<void> {
  await pulumi("stack", "rm", stack, "--force", "--yes", "--preserve-config");
  await pulumi("stack", "init", stack, "--no-select");
}

/** Whatever a dead lab left: processes, namespace, bridges, mounts, files. Nothing left is success. */
async function sweep(directory: string, namespace: string): Promise<void> {
  for (const step of ["namespace-undo", "directory-undo"]) {
    const script = new URL(`../components/virtual-lab/scripts/${step}.sh`, import.meta.url);
    await execa("bash", ["-c", localScriptText(script)], {
      env: { LAB: directory, NAMESPACE: namespace },
      stdio: ["ignore", "inherit", "inherit"],
    });
  }
}
