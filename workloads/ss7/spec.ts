/** Settings of the reference signalling service, as a stack's `workload:` has them. */
import { z } from "zod";

export const ss7Settings = z.strictObject({
  kind: z.literal("ss7"),
  /** The study's load, not the scaled one, that one simulator carries; more run side by side. */
  simulatorReqPerSec: z.number().positive().max(1_000_000).default(1500),
  /** Time that the application works on a request, in microseconds of its processor. */
  serviceWorkUs: z.int().min(0).max(1_000_000).default(0),
});

export type Ss7Settings = Readonly<z.infer<typeof ss7Settings>>;
