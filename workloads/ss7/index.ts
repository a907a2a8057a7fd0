/** The reference workload: a pair that answers MAP requests over TCAP, SCCP, M3UA and SCTP, and an open-loop generator. */
import type { Workload } from "../workload.ts";
import { planSs7 } from "./plan/plan.ts";
import { validateService } from "./plan/service.ts";
import type { Ss7Settings } from "./spec.ts";

export const ss7: Workload<Ss7Settings> = {
  title: "signalling",
  plan: planSs7,
  validate: validateService,
  writeFiles: async (_, directory) => await (await import("./bundle.ts")).bundleWorkload(directory),
  runtime: async () => (await import("./run/runtime.ts")).runtime,
};
