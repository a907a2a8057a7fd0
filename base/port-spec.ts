/** A port of TCP, UDP or SCTP as data gives it. */
import { z } from "zod";
import { greatestPort } from "./ports.ts";

export const portSchema = z.int().min(1).max(greatestPort);
