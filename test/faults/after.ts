/** What a testbed must be after a fault, and what a person does before `up` repairs it. */
import { hostAway } from "../../stacks/preflight.ts";
import { findTroubles } from "../../stacks/troubles.ts";
import { isHeldBy, leaseHolder } from "../../rack/lease-holder.ts";
import { parseLease } from "../../rack/lease-record.ts";
import { hostPaths, lunLeaseFile } from "../../rack/paths.ts";
import type { Rack } from "../../cli/rack.ts";
import type { Fault, HarmedLab } from "./fault.ts";
import { demand } from "./way-out.ts";

/** GFS2 is safe only where a lost host was cut off; one that was not lost must not be. OCFS2 decides by its own disk. */
export function fencingProblems({ fences }: Fault, { plan }: Rack, fenced: readonly string[]): string[] {
  if (plan.filesystem?.kind !== "gfs2" || fences === undefined || fenced.length === fences) return [];
  return [`${fenced.length} hosts were cut off and not ${fences}`];
}

/** As long as nobody says that a lost host is off, nothing may be written beside it. */
export function standstillProblems({ standstillSec = 0 }: Fault, { plan }: Rack, serviceSec: number): string[] {
  if (plan.filesystem?.kind !== "gfs2" || serviceSec >= standstillSec) return [];
  return [`survivors stood still for ${serviceSec.toFixed(0)} s and not for ${standstillSec}`];
}

/** Does what `up` asks a person for: hosts with a dead file system are cut off by hand, guests that are away brought home.
 *  Undefined where there was nothing to do. */
export async function cure(lab: HarmedLab, { plan, facts }: Rack): Promise<string[] | undefined> {
  const problems: string[] = [];
  const dead = Object.entries(facts).filter(([, { withdrawn }]) => withdrawn.length > 0);
  for (const [host] of dead) problems.push(...(await demand(lab, 0, "fence", host, "--yes", "--stack", lab.stack)));
  const isAway = plan.guests.some((guest) => hostAway(guest, facts) !== undefined);
  if (isAway) problems.push(...(await demand(lab, 0, "home", lab.stack)));
  return isAway || dead.length > 0 ? problems : undefined;
}

/** What `up` has not repaired. */
export function unrepaired({ plan, facts }: Rack): string[] {
  const misplaced = plan.guests.flatMap(({ domain, host }) => {
    const runsOn = Object.entries(facts).flatMap(([name, { domains }]) =>
      domains.some((one) => one.name === domain && one.isRunning) ? [name] : [],
    );
    return runsOn.join() === host
      ? []
      : [`${domain} runs on ${runsOn.join(" and ") || "no host"}, and its home is ${host}`];
  });
  return [...misplaced, ...findTroubles(plan, facts)];
}

/** Machines and LUN that this clone's stack does not hold while it is up. */
export async function leaseProblems({ connect, inventory, plan, project, stack }: HarmedLab): Promise<string[]> {
  const self = leaseHolder(stack, project);
  const machines = [...inventory.hosts, ...inventory.simulators].map(({ name }) => name);
  const lun = plan.filesystem === undefined ? [] : [lunLeaseFile(plan.filesystem.mountPoint)];
  return await connect(async (remote) => {
    const read = async (machine: string, file: string): Promise<string[]> => {
      const text = await remote.run(machine, 'read -r file; cat "$file" || true', `${file}\n`);
      const lease = parseLease(text);
      if (lease !== null && isHeldBy(self, lease)) return [];
      const holder = lease === null ? "nobody" : `${lease.stack} of ${lease.holder}`;
      return [`${machine}: ${file} says that ${holder} holds it`];
    };
    const [first = ""] = machines;
    const found = await Promise.all([
      ...machines.map((machine) => read(machine, hostPaths.HOST_LEASE)),
      ...lun.map((file) => read(first, file)),
    ]);
    return found.flat();
  });
}
