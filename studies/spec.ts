/** What a study is: which stacks it measures, at which loads, how often and in which order. The data is a file such as `studies/lab.yaml`. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { invalidInput, type Problem } from "../base/errors.ts";
import { nameSchema } from "../base/name-spec.ts";
import { greatestSeed } from "../base/random.ts";
import { checked } from "../base/schema-problems.ts";
import { readYamlFile } from "../base/yaml-file.ts";
import { loadsSchema } from "../stacks/spec.ts";

const studySchema = z.strictObject({
  /** Names its directory, `results/studies/<name>/`. */
  name: nameSchema,
  /** Stacks by name, or with loads of their own. */
  stacks: z
    .array(z.union([nameSchema, z.strictObject({ stack: nameSchema, loads: loadsSchema.optional() })]))
    .min(1)
    .max(64),
  /** Loads of every stack that names none; left out, each stack runs those of its own file. */
  loads: loadsSchema.optional(),
  repetitions: z.int().min(1).max(100).default(2),
  /** `each`: a repetition is the whole stack, built anew; `once`: a stack is built once and its cases are repeated on it. */
  rebuild: z.enum(["each", "once"]).default("each"),
  /** Of the stacks, within each repetition. */
  order: z.enum(["random-blocks", "as-listed"]).default("random-blocks"),
  /** Decides the order of blocks and of cases, and the arrival times. */
  seed: z.int().min(0).max(greatestSeed).default(1),
  /** How long a switch to a stack is thought to take, until one has been seen. */
  switchMinutes: z.number().positive().max(1440).default(10),
});

type StudyData = z.infer<typeof studySchema>;

/** A study as it is run: every stack with its loads; `undefined` loads are the stack's own. */
export type StudySpec = Readonly<Omit<StudyData, "stacks" | "loads">> & {
  readonly stacks: readonly { readonly stack: string; readonly loads: StudyData["loads"] }[];
};

/** Reads a study's file; all problems at once. @throws CrossbedError `invalid_input`. */
export function readStudy(file: string): StudySpec {
  return parseStudy(
    file,
    readYamlFile(file, file, "Name a study's file, such as studies/lab.yaml; docs/study.md shows one."),
  );
}

/** The same for data that was read. */
export function parseStudy(where: string, data: unknown): StudySpec {
  const { stacks: named, loads: common, ...rest } = checked(studySchema, where, data);
  const stacks = named.map((one) => {
    const { stack, loads: own } = typeof one === "string" ? { stack: one } : one;
    return { stack, loads: own ?? common };
  });
  const problems = stacks.flatMap(({ stack }, index): Problem[] =>
    stacks.findIndex((other) => other.stack === stack) === index
      ? []
      : [
          {
            path: `stacks[${String(index)}]`,
            message: `is ${JSON.stringify(stack)} again; remove it, and set repetitions for several builds of one stack.`,
          },
        ],
  );
  if (problems.length > 0) throw invalidInput(where, problems);
  return { ...rest, stacks };
}

/** SHA-256 of what a study's file says, in hexadecimal; comments and spaces do not count. */
export function digestOfStudy(spec: StudySpec): string {
  return createHash("sha256").update(JSON.stringify(spec)).digest("hex");
}
