/** A study of one stack against itself: what differs between its builds is noise. */
import { CrossbedError } from "../base/errors.ts";
import { isFinished, type BegunStudy } from "./begin.ts";
import { parseStudy, type StudySpec } from "./spec.ts";

export const usualBuilds = 6;

/** Name of the study, and of its directory. */
export const aaName = (stack: string): string => `aa-${stack}`;

/** A study that builds a stack anew `builds` times. @throws CrossbedError `invalid_input` for a name or number that no study has. */
export function aaStudy(stack: string, builds: number): StudySpec {
  return parseStudy(`--aa ${stack} --times ${String(builds)}`, {
    name: aaName(stack),
    stacks: [stack],
    repetitions: builds,
    rebuild: "each",
    order: "as-listed",
  });
}

/** @throws CrossbedError `invalid_input` where the study was begun with another number of builds and is not finished. */
export function refuseOtherBuilds({ name, repetitions }: StudySpec, begun: BegunStudy | undefined): void {
  if (begun === undefined || isFinished(begun)) return;
  const before = begun.record.head.blocks.length;
  if (before === repetitions) return;
  throw new CrossbedError("invalid_input", `this study was begun with ${String(before)} builds and is not finished.`, {
    where: `${name}, --times ${String(repetitions)}`,
    hint: `Give --times ${String(before)}, or begin anew with --new; what is measured stays in ${begun.directory}.`,
  });
}
