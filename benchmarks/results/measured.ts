/** Which repetitions of a run are whole, without a look at what they measured. */
import { join } from "node:path";
import { z } from "zod";
import { runFiles } from "./directory.ts";
import { lineLimits } from "./limits.ts";
import { jsonLines } from "./json-lines.ts";
import { parseJson } from "./json.ts";

const outcomeSchema = z.object({ case: z.string(), repetition: z.int().positive(), outcome: z.string() });

/** Tells repetitions of cases apart. */
export function caseKey({ case: name, repetition }: { readonly case: string; readonly repetition: number }): string {
  return `${name} ${String(repetition)}`;
}

/** Keys of the repetitions that ran to their end; one that was interrupted, or failed, is none. Empty where there is no run. */
export async function measuredCases(directory: string): Promise<Set<string>> {
  const file = join(directory, runFiles.cases);
  const records = jsonLines(
    { file, mostLineLength: lineLimits[runFiles.cases] },
    (where, line) => parseJson(where, line, outcomeSchema),
    () => undefined,
  );
  const whole = new Set<string>();
  for await (const some of records)
    for (const record of some) if (record.outcome === "completed") whole.add(caseKey(record));
  return whole;
}
