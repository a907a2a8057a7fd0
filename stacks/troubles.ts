/** What keeps a stack from working though its hosts answer and its guests are at home: each in a sentence, with the cure. */
import { CrossbedError } from "../base/errors.ts";
import { sbdSlots } from "../components/fencing/plan.ts";
import type { HostFacts } from "../rack/facts.ts";
import type { TestbedPlan } from "./plan.ts";

type Planned = Pick<TestbedPlan, "stack" | "filesystem" | "fencing">;

/** In the order of the hosts; empty where nothing is wrong. `facts` are of the hosts that answer. */
export function findTroubles(plan: Planned, facts: Readonly<Record<string, HostFacts>>): string[] {
  return Object.entries(facts).flatMap(([name, host]) => [
    ...host.withdrawn.map((table) => withdrawal(plan, name, table)),
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

/** Refuses hosts on which GFS2 has withdrawn: no step on its guests would end, and only a restart of the host frees them. */
export function refuseWithdrawn(plan: Planned, facts: Readonly<Record<string, HostFacts>>): void {
  const withdrawn = Object.entries(facts).flatMap(([name, host]) =>
    host.withdrawn.map((table) => withdrawal(plan, name, table)),
  );
  if (withdrawn.length > 0) throw new CrossbedError("held", `${withdrawn.join("\n")}\nNothing has been changed.`);
}

function withdrawal({ stack, fencing }: Planned, host: string, table: string): string {
  const restart = fencing.length > 0 ? `npx crossbed fence ${host}` : `restart ${host}`;
  return (
    `GFS2 (${table}) on ${host} has withdrawn after an error, so nothing is written through it any more; guests there cannot go on ` +
    `and cannot be stopped. Cure: ${restart}, then npx crossbed up ${stack}.`
  );
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
