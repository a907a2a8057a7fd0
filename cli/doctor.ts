/** `crossbed doctor`: is everything there, and if not, what to do. */
import { Command } from "commander";
import { runChecks } from "../toolchain/checks.ts";
import { purposes } from "../toolchain/packages.ts";
import { project } from "../base/project.ts";

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("look at this machine and this clone, change nothing, and say what is missing (exit status 3)")
    .option("--json", "as one JSON array")
    .option("--for <purpose>", `what for: ${purposes.join(", ")} or all`, "lab")
    .action(async (options: { json?: boolean; for: string }) => {
      const wanted = purposes.filter((one) => options.for === "all" || options.for.split(",").includes(one));
      const findings = await runChecks(project, wanted, process.env);
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
      } else {
        for (const { name, ok, detail, cure } of findings) {
          process.stdout.write(
            `${ok ? "ok      " : "missing "}${name}: ${detail}${cure === undefined ? "" : `\n        cure: ${cure}`}\n`,
          );
        }
      }
      if (findings.some((one) => !one.ok)) process.exitCode = 3;
    });
}
