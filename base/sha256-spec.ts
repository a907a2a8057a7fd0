/** A SHA-256 as data gives it. */
import { z } from "zod";

export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits in lower case, as sha256sum prints them");
