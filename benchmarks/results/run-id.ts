/** A run's id, which is its directory's name: `20261123T030512Z-1a2b`. Ids sort by time. */

export const runIdPattern = /^\d{8}T\d{6}Z-[a-z0-9]{1,16}$/;

/** How a user names a run, for those who do not know it. */
export const exampleRun = "results/kvm-6core/20261123T030512Z-1a2b";

/** Its start in UTC and a suffix of the caller's, so that two starts in one second differ. */
export function runId(startedAtMs: number, suffix: string): string {
  const time = new Date(startedAtMs).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  return `${time}-${suffix}`;
}
