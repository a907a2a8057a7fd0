/** When a cluster takes a silent host for lost, unless the inventory's `clusterTimes` say otherwise. Emulated hosts are silent for longer while they live. */
import { secToMs } from "../../base/units.ts";

/** After how long without the LUN (OCFS2), or without a word of it over the links, a member counts as lost. */
export interface ClusterTimes {
  readonly lunSilentSec?: number | undefined;
  readonly linkSilentSec?: number | undefined;
}

/** corosync's token, in milliseconds. */
export function tokenMsOf(times: ClusterTimes | undefined, emulated: boolean): number {
  return secToMs(times?.linkSilentSec ?? (emulated ? 20 : 3));
}

/** Links are given up before the LUN is: a member that hears nobody still says on the LUN that it lives. */
export function ocfs2TimesOf(
  times: ClusterTimes | undefined,
  emulated: boolean,
): { readonly lunSilentSec: number; readonly idleTimeoutMs: number } {
  const lunSilentSec = times?.lunSilentSec ?? Math.max(emulated ? 120 : 60, 2 * (times?.linkSilentSec ?? 0));
  return { lunSilentSec, idleTimeoutMs: secToMs(times?.linkSilentSec ?? lunSilentSec / 2) };
}
