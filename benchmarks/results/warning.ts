/** A warning as the files hold it. */
import { z } from "zod";
import { warningSubjects, type RunWarning } from "../../base/warnings.ts";

/** The first runs had sentences alone. */
export const warningSchema = z.union([
  z.string().transform((text): RunWarning => ({ about: "other", text })),
  z.object({
    about: z.enum(warningSubjects).catch("other"),
    text: z.string(),
    case: z.string().optional(),
    repetition: z.int().positive().optional(),
    machine: z.string().optional(),
  }),
]);
