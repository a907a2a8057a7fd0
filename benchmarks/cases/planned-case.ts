/** One run of one case, as the plan decides it and the benchmark's request carries it. */
import { z } from "zod";
import { arrivals } from "../../base/arrivals.ts";
import type { DeepReadonly } from "../../base/readonly.ts";

const seconds = z.number().nonnegative();

/** One guest moves away and home in turn, under load. */
const plannedMigration = z.object({
  /** Its active guest moves. */
  cluster: z.string(),
  hops: z.int().positive(),
  /** The load alone, before the first hop and after each. */
  pauseSec: seconds,
  /** A hop that takes longer is called off. */
  limitSec: seconds,
  /** Estimate for one hop. */
  expectedSec: seconds,
});

export const plannedCaseSchema = z.object({
  case: z.string(),
  /** From 1. */
  repetition: z.int().positive(),
  /** The study's load and the load offered here: nominal times the load scale. */
  nominalReqPerSec: z.number().positive(),
  offeredReqPerSec: z.number().positive(),
  clusterReqPerSec: z.record(z.string(), z.number().nonnegative()),
  arrival: z.enum(arrivals),
  /** Of the arrival process; differs from run to run, follows from the benchmark's seed. */
  seed: z.int().nonnegative(),
  warmUpSec: seconds,
  measuredSec: seconds,
  intervalSec: z.number().positive(),
  /** A request without an answer is sent again after this time, at most so many times; then it has failed. */
  timeoutMs: z.number().positive(),
  maxRetransmissions: z.int().nonnegative(),
  /** Live migration during the measured window, which then ends with the last pause, at `measuredSec` at the latest. */
  migration: z.exactOptional(plannedMigration),
});

/** The order in the plan is the order of execution. */
export type PlannedCase = DeepReadonly<z.infer<typeof plannedCaseSchema>>;
export type PlannedMigration = DeepReadonly<z.infer<typeof plannedMigration>>;
