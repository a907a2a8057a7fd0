/** The command of each step: ordinary ones of `crossbed`, as a person would call them. */
import type { StepOrder } from "./run.ts";
import type { StepCommand } from "./step-process.ts";

/** @throws Error for a step of a stack without one. */
export function commandOf({ step, block, isRebuild, suffix, resumes }: StepOrder): StepCommand {
  return { file: process.execPath, args: ["cli/crossbed.mjs", ...argumentsOf()], env: {} };

  function argumentsOf(): string[] {
    if (step === "lab") return ["up", "lab", "--yes"];
    if (block === undefined) throw new Error(`the step ${step} is of a stack`);
    if (step === "switch") {
      const settings = JSON.stringify(block.benchmarks);
      return ["switch", block.stack, "--yes", "--benchmarks", settings, ...(isRebuild ? ["--rebuild"] : [])];
    }
    return ["bench", block.stack, "--suffix", suffix, ...(resumes === undefined ? [] : ["--resume", resumes])];
  }
}
