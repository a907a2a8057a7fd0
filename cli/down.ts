/** `crossbed down`: takes the lab away, whatever state it is in, with the testbeds that stand on it; or one testbed alone. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { cacheDirectory } from "../toolchain/paths.ts";
import { project } from "../base/project.ts";

const say = (line: string): void => void process.stderr.write(`${line}\n`);

export function downCommand(): Command {
  return new Command("down")
    .description(
      "take a testbed down, also without a host that is off for good; or the lab, and forget the testbeds that stood on it; results stay",
    )
    .argument("[stack]", "testbed stack, or lab", "lab")
    .option("--yes", "do not ask before a testbed is taken down")
    .option("--cache", "remove the golden images too; every lab of this user needs them")
    .action(async (stack: string, options: { cache?: boolean; yes?: boolean }) => {
      if (stack !== "lab") {
        const { takeTestbedDown } = await import("./take-testbed-down.ts");
        await takeTestbedDown(stack, options, say);
        return;
      }
      const { takeLabDown } = await import("./take-lab-down.ts");
      await takeLabDown(project, say);
      if (options.cache !== true) return;
      const images = join(cacheDirectory(process.env), "images");
      say(`removing ${images}`);
      await rm(images, { recursive: true, force: true });
    });
}
