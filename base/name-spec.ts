/** A name as data gives it. */
import { z } from "zod";
import { namePattern } from "./names.ts";

export const nameSchema = z
  .string()
  .regex(namePattern, "must be 1 to 32 lower-case letters, digits and hyphens, with a letter or digit at both ends");
