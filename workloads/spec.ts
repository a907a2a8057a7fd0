/** The `workload:` of a stack: the settings of one of the workloads, told apart by `kind`. */
import { z } from "zod";
import { commandSettings } from "./command/spec.ts";
import { ss7Settings } from "./ss7/spec.ts";

/** A stack that names none has the reference workload. */
export const workloadSchema = z.preprocess(
  (value) => (typeof value === "object" && value !== null && !("kind" in value) ? { kind: "ss7", ...value } : value),
  z.discriminatedUnion("kind", [ss7Settings, commandSettings]),
);

export type WorkloadSettings = Readonly<z.infer<typeof workloadSchema>>;
