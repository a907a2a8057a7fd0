/** `manifest.json`: under which conditions a run took place, and how it ended. */
import { z } from "zod";
import { sha256Schema } from "../../base/sha256-spec.ts";
import { count, labels, timeMs } from "./directory.ts";
import { runIdPattern } from "./run-id.ts";
import { resultVersion } from "./version.ts";
import { warningSchema } from "./warning.ts";

/** What identifies a machine's part in the conditions: kernel, CPU model, hypervisor and versions, in the tool's own words. */
const facts = z.record(z.string(), z.string());

const machine = z.object({
  name: z.string(),
  facts,
  /** This machine's clock minus the run's clock. Absent when it was not measured. */
  clockOffsetMs: z.number().optional(),
});

/** A run that was recorded elsewhere, by other means: from which files, and who says under which conditions. */
const imported = z.object({
  describedBy: z.string(),
  /** Where the recordings come from. */
  source: z.string(),
  /** Of the description first, then of the recordings: name as described, and what it held when it was read. */
  files: z.array(z.object({ name: z.string(), bytes: count, sha256: sha256Schema })),
});

export const manifestSchema = z.object({
  version: z.literal(resultVersion),
  run: z.string().regex(runIdPattern),
  stack: z.string(),
  /** A name of the platform records of the version that ran it. */
  platform: z.string(),
  layout: z.string(),
  inventory: z.string(),
  emulated: z.boolean(),
  /** Absent: Crossbed measured the run itself. What an imported run lacks below was not described. */
  imported: imported.optional(),
  scale: z.object({ cores: z.number(), memory: z.number(), load: z.number(), time: z.number() }),
  seed: z.int().optional(),
  planDigest: z.string().optional(),
  imageDigest: z.string().optional(),
  /** The stack's configuration as it was validated, secrets left out. */
  spec: z.json(),
  /** Kind of the workload and what else decides what a request costs, as people write it. Absent in runs of earlier versions. */
  workload: labels.optional(),
  /** Crossbed, Node.js, Pulumi, the workload; name to version. */
  versions: z.record(z.string(), z.string()),
  hosts: z.array(machine.extend({ pcpus: z.int().positive().optional(), memoryMiB: z.number().positive().optional() })),
  simulators: z.array(machine),
  guests: z.array(
    z.object({
      name: z.string(),
      host: z.string(),
      vcpus: z.int().positive(),
      memoryMiB: z.number().positive(),
      /** pCPU of each vCPU at home and pCPUs of the emulator; empty where not pinned, absent in runs of versions that did not say. */
      pins: z.array(z.int()).optional(),
      emulator: z.array(z.int()).optional(),
      /** Absent in runs of versions that did not ask guests. */
      facts: facts.optional(),
    }),
  ),
  /** What was going to be run, in order, so that an interrupted run shows what it lacks. */
  plannedCases: z.array(
    z.object({
      case: z.string(),
      repetition: z.int().positive(),
      nominalReqPerSec: z.number(),
      offeredReqPerSec: z.number(),
    }),
  ),
  startedAtMs: timeMs,
  /** Absent while the run lasts, and for good when its process was killed. */
  endedAtMs: timeMs.optional(),
  /** `running` in the directory of a run that is over means that its process was killed. */
  status: z.enum(["running", "complete", "interrupted", "failed"]),
  warnings: z.array(warningSchema),
});

export type Manifest = Readonly<z.infer<typeof manifestSchema>>;
