/** The `workload:` of a stack: the settings of one of the workloads, told apart by `kind`. */
import { z } from "zod";
import { isRecord } from "../base/json.ts";
import { commandSettings } from "./command/spec.ts";
import { ss7Settings } from "./ss7/spec.ts";

/** A stack that names none has the reference workload. */
export const workloadSchema = z.preprocess(
  (value) => (isOfNoKind(value) ? { kind: "ss7", ...value } : value),
  z.discriminatedUnion("kind", [ss7Settings, commandSettings]),
);

export type WorkloadSettings = Readonly<z.infer<typeof workloadSchema>>;

/** Not a list, which would be taken for a mapping of its indices. */
function isOfNoKind(value: unknown): value is object {
  return isRecord(value) && !("kind" in value);
}
