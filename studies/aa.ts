/** A study of one stack against itself: what differs between its builds is noise. */
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
