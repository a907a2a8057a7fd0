/** What keeps a stack from working though its hosts answer and its guests are at home: each in a sentence, with the cure. */
import { CrossbedError } from "../base/errors.ts";
import { sbdSlots } from "../components/fencing/plan.ts";
import type { HostFacts } from "../rack/facts.ts";
import type { TestbedPlan } from "./plan.ts";

type Planned = Pick<TestbedPlan, "stack" | "filesystem" | "fencing">;

/** In the order of the hosts; empty where nothing is wrong. `facts` are of the hosts that answer. */
export function findTroubles(plan: Planned, facts: Readonly<Record<string, HostFacts>>): string[] {
  return Object.entries(facts).flatMap(([name, host]) => [
    ...stuck(plan, name, host),
    ...missingMembers(plan, name, host),
    ...deadSbd(plan, name, host),
    ...host.domains
      .filter(({ uuid }) => host.paused.includes(uuid))
      .map(
        ({ name: domain }) =>
          `${domain} on ${name} is paused: its disk had no room or failed, or somebody paused it. ` +
          `Give the LUN room (df on ${name}), then npx crossbed up ${plan.stack}.`,
      ),
  ]);
}

/** Refuses hosts whose GFS2 works no more: no step on its guests would end, and only a restart of the host frees them. */
export function refuseStuck(plan: Planned, facts: Readonly<Record<string, HostFacts>>): void {
  const all = Object.entries(facts).flatMap(([name, host]) => stuck(plan, name, host));
  if (all.length > 0) throw new CrossbedError("held", `${all.join("\n")}\nNothing has been changed.`);
}

/** GFS2 that withdrew after an error, or whose host has left the cluster by itself while it was mounted. */
function stuck(plan: Planned, host: string, facts: HostFacts): string[] {
  const left = whatLeft(plan, facts);
  const causes = [
    ...facts.withdrawn.map((table) => `GFS2 (${table}) on ${host} has withdrawn after an error`),
    ...(left === undefined ? [] : [`${left} on ${host}, where GFS2 is mounted`]),
  ];
  // A slot of sbd that nobody reads cuts nothing off.
  const isDeaf = sbdSlots(plan.fencing).some((slot) => slot.host === host) && facts.fencingDaemon !== "running";
  const restart = plan.fencing.length === 0 || isDeaf ? `restart ${host}` : `npx crossbed fence ${host}`;
  return causes.map(
    (cause) =>
      `${cause}, so nothing is written through it any more; guests there cannot go on and cannot be stopped. ` +
      `Cure: ${restart}, then npx crossbed up ${plan.stack}.`,
  );
}

/** What has stopped of the cluster under a mounted GFS2; nothing where all of it runs, dlm does not answer, or the mounted file system is another's. */
function whatLeft({ filesystem }: Planned, facts: HostFacts): string | undefined {
  const isMounted = facts.clusterFilesystems.some(({ target }) => target === filesystem?.mountPoint);
  if (filesystem?.kind !== "gfs2" || !isMounted) return undefined;
  if (facts.clusterMembers === null) return "corosync has stopped";
  const [, lockspace = ""] = filesystem.lockTable.split(":");
  const isServed = facts.lockspaces === null || facts.lockspaces.includes(lockspace);
  return isServed ? undefined : `dlm has left its lockspace ${lockspace}`;
}

/** A host that would go on though the others take it for cut off; nothing where it has no slot of sbd, or mounts nothing. */
function deadSbd({ stack, filesystem, fencing }: Planned, host: string, facts: HostFacts): string[] {
  const isMounted = facts.clusterFilesystems.some(({ target }) => target === filesystem?.mountPoint);
  const hasSlot = sbdSlots(fencing).some((slot) => slot.host === host);
  if (!isMounted || !hasSlot || facts.fencingDaemon === "running") return [];
  return [
    `sbd does not run on ${host}, and the watchdog did not reset the host for it: nothing would cut it off, though the others would take it ` +
      `for cut off. Cure: restart ${host} itself (npx crossbed fence does nothing there), then npx crossbed up ${stack}.`,
  ];
}

/** A member that the cluster has lost; nothing where the host runs no cluster, or another one's file system. */
function missingMembers(
  { stack, filesystem, fencing }: Planned,
  host: string,
  { clusterMembers, clusterFilesystems }: HostFacts,
): string[] {
  const isMounted = clusterFilesystems.some(({ target }) => target === filesystem?.mountPoint);
  if (filesystem === undefined || clusterMembers === null || !isMounted) return [];
  const lost = filesystem.nodes.filter(({ id }) => !clusterMembers.includes(id)).map(({ name }) => name);
  if (lost.length === 0) return [];
  const fenced =
    fencing.length > 0
      ? " Until the lost host's fencing device has said that it is off, GFS2 stands still."
      : " Nothing cut it off: what it wrote since may be lost.";
  return [
    `the cluster on ${host} has no member ${lost.join(", ")}.${filesystem.kind === "gfs2" ? fenced : ""} Cure: bring ${lost.join(", ")} back, then npx crossbed up ${stack}.`,
  ];
}
