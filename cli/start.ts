/** `npm start`, the main job: set-up, lab, the `kvm-6core` testbed, its benchmark, and the headline of the report. */
import { Command } from "commander";
import { renderHeadline } from "../benchmarks/report/headline.ts";
import { formatDuration } from "../base/duration.ts";
import { readSummary } from "../benchmarks/results/reader.ts";
import { CrossbedError } from "../base/errors.ts";
import { buildImagesAhead } from "../stacks/lab-images.ts";
import { runPulumi, stackOutput } from "../toolchain/pulumi-command.ts";
import { setUp } from "../toolchain/setup.ts";
import { project } from "../base/project.ts";
import { defaultStack } from "./default-stack.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

export function startCommand(): Command {
  return new Command("start")
    .description(`the main job: set-up, lab, ${defaultStack}, its benchmark, the report`)
    .action(async () => {
      const times: [step: string, seconds: number][] = [];
      const step = async (name: string, work: () => Promise<void>): Promise<void> => {
        say(`== ${name}`);
        const started = performance.now();
        await work();
        times.push([name, (performance.now() - started) / 1000]);
      };
      const beside = (): Promise<void> => buildImagesAhead(process.env, say);
      await step("set-up", () => setUp({ project, purposes: ["lab"], beside, say }));
      await step("lab", () => runPulumi(["up", "--stack", "lab", "--yes", "--skip-preview"], { project, say }));
      await step(`${defaultStack} with its benchmark`, () =>
        runPulumi(["up", "--stack", defaultStack, "--yes", "--skip-preview"], { project, say }),
      );
      const run = await stackOutput(defaultStack, "run", project);
      const report = await stackOutput(defaultStack, "report", project);
      if (typeof run !== "string" || typeof report !== "string") {
        throw new CrossbedError("command_failed", "the update made no run.", {
          where: `stack ${defaultStack}`,
          hint: "Perhaps benchmarks.when is never. Run: npx crossbed bench kvm-6core",
        });
      }
      const lines = times.map(([name, seconds]) => `  ${name}: ${formatDuration(seconds)}`);
      process.stdout.write(
        `${renderHeadline(await readSummary(run))}\ntimes:\n${lines.join("\n")}\nreport: ${report}\n`,
      );
    });
}
