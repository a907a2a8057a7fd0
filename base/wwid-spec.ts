/** A LUN's WWID as data gives it. */
import { z } from "zod";
import { wwidPattern } from "./names.ts";

export const wwidSchema = z
  .string()
  .regex(wwidPattern, "must be 16 or 32 hexadecimal digits in lower case, as in /dev/disk/by-id/wwn-0x…");
