/** `crossbed study`: measures several stacks, each built anew, in one command that can be interrupted anywhere. */
import { mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { renderStudyPlan } from "../studies/render-plan.ts";
import { readStudy } from "../studies/spec.ts";
import { planStudy } from "../studies/testbeds.ts";
import { stackOutput } from "../toolchain/pulumi-command.ts";
import { shippedStacks } from "../toolchain/stacks.ts";
import { project } from "./project.ts";

const results = join(project, "results");

/** The `study` command. */
export function studyCommand(): Command {
  return new Command("study")
    .description("measure several stacks, each built anew, in random order of blocks")
    .argument("[file]", "the study's file", join(project, "studies/lab.yaml"))
    .option("--plan", "show blocks, order, hours and disk space; change nothing")
    .option("--json", "with --plan: as JSON")
    .action(async (file: string, options: { plan?: true; json?: true }) => {
      const spec = readStudy(file);
      const blocks = await planStudy(file, spec, {
        project,
        stacks: await shippedStacks(project),
        labOutput: () => stackOutput("lab", "inventory", project),
      });
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify({ study: spec, blocks }, null, 2)}\n`
          : `${renderStudyPlan(spec, blocks, await freeBytes())}\n`,
      );
    });
}

async function freeBytes(): Promise<number> {
  await mkdir(results, { recursive: true });
  const { bavail, bsize } = await statfs(results);
  return bavail * bsize;
}
