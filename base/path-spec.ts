/** A file as data names it by its whole path. */
import { z } from "zod";

/** Absolute, with nothing in it that a shell or ssh would read otherwise; `example` shows a user what may stand there. */
export const absolutePath = (example: string) =>
  z
    .string()
    .regex(/^\/[A-Za-z0-9._/@+-]+$/, `must be an absolute path of letters, digits and . _ - / @ +, like ${example}`)
    .max(4096);
