/** One case at any load, like a testbed's planned ones in everything else. */
import { nameOfLoad } from "./plan.ts";
import type { PlannedCase } from "./planned-case.ts";

export interface LoadOfCase {
  readonly platform: string;
  readonly layout: string;
  readonly loadScale: number;
  /** As the study counts it, over all clusters. */
  readonly nominalReqPerSec: number;
  /** From 1, among the cases at this load. */
  readonly repetition: number;
}

/** Its clusters share the load as the template's do; its arrivals have a seed of their own. */
export function caseAtLoad(template: PlannedCase, load: LoadOfCase): PlannedCase {
  const { nominalReqPerSec, repetition } = load;
  const offeredReqPerSec = Number((nominalReqPerSec * load.loadScale).toPrecision(12));
  return {
    ...template,
    case: nameOfLoad(load, nominalReqPerSec),
    repetition,
    nominalReqPerSec,
    offeredReqPerSec,
    clusterReqPerSec: Object.fromEntries(
      Object.entries(template.clusterReqPerSec).map(([cluster, rate]) => [
        cluster,
        Number(((offeredReqPerSec * rate) / template.offeredReqPerSec).toPrecision(12)),
      ]),
    ),
    seed: template.seed + repetition,
  };
}
