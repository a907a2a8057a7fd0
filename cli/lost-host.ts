/** The way out of a host that is off for good: which hosts may be taken for dead now, and what is freed of them, in one order. */
import { setTimeout } from "node:timers/promises";
import { CrossbedError } from "../base/errors.ts";
import { judgeDeath, readDeaths, removeDeath, writeDeath, type Death, type Verdict } from "../rack/death-record.ts";
import { leaseHolder } from "../rack/lease-holder.ts";
import { ifGone, lookAtHostsThatAnswer } from "../rack/look.ts";
import { mayBeOff } from "../rack/ssh-failure.ts";
import { leftOnLuns, livesOn, withoutPeer, type LostHost } from "../stacks/lost-host.ts";
import { acknowledgeFencing, clearReturnedHost, freeOnLuns } from "../stacks/lost-host-steps.ts";
import { editState, keyOf, revealedResources, type Change } from "../toolchain/state-edit.ts";
import { deviceState } from "./fencing-device.ts";
import { project } from "../base/project.ts";
import { withMachines, type PartOfRack } from "./rack.ts";

type Say = (line: string) => void;

/** The host's number in the cluster: counts from 1 in the inventory's order. */
export function nodeIdOf({ inventory }: Pick<PartOfRack, "inventory">, host: string): number {
  return inventory.hosts.findIndex(({ name }) => name === host) + 1;
}

/** Whether a cluster on a living host has that one as a member. */
export function isMember(rack: Pick<PartOfRack, "inventory" | "facts">, host: string): boolean {
  const id = nodeIdOf(rack, host);
  return Object.values(rack.facts).some(({ clusterMembers }) => clusterMembers?.includes(id) === true);
}

/** A cluster misses a member after what its inventory allows for silence, 300 s at most, and as long again until all agree. */
const mostMissingMs = 600_000;
const lookMs = 5000;

/** Resolves when no cluster on a living host has that one as a member any more, or when it takes too long: nothing depends on it. */
export async function untilMissed(rack: PartOfRack, host: string, say: Say): Promise<void> {
  const until = Date.now() + mostMissingMs;
  let now: Pick<PartOfRack, "inventory" | "facts"> = rack;
  for (let isTold = false; isMember(now, host) && Date.now() < until; isTold = true) {
    if (!isTold) say(`waiting until the cluster misses ${host}`);
    await setTimeout(lookMs);
    now = { ...now, facts: (await lookAtHostsThatAnswer(rack.inventory)).answers };
  }
}

/**
 * Records of the rack's hosts that do not answer, each believed by what is seen now. Throws `unreachable`, with the way out, where a silent
 * host is not known to be off; nothing has been changed then but a record that a sign of life made void.
 */
export async function confirmLostHosts(rack: PartOfRack): Promise<Death[]> {
  const deaths = readDeaths(project, rack.inventory.name);
  const lost: Death[] = [];
  for (const [host, reason] of Object.entries(rack.gone)) {
    const death = deaths.find((one) => one.host === host);
    const verdict = death === undefined ? undefined : await judgeNow(rack, death);
    if (death !== undefined && verdict?.isDead === true) {
      lost.push(death);
      continue;
    }
    if (death !== undefined && verdict?.isDead === false && verdict.isAlive) {
      writeDeath(project, { ...death, confirmedBy: "nobody" });
    }
    const why = verdict?.isDead === false ? `It is not taken for off: ${verdict.why}. ` : "";
    throw new CrossbedError("unreachable", `${reason.message}\n${why}Nothing has been changed.`, {
      hint: ifGone(host),
    });
  }
  return lost;
}

async function judgeNow(rack: PartOfRack, death: Death): Promise<Verdict> {
  const reason = rack.gone[death.host];
  if (reason !== undefined && !mayBeOff(reason)) return { isDead: false, isAlive: true, why: "it answers in its way" };
  return judgeDeath(death, {
    bootId: rack.facts[death.host]?.bootId,
    device: await deviceState(rack, death.host),
    isMember: isMember(rack, death.host),
  });
}

/** Frees all that a dead host holds of a stack: cluster, guests, LUNs, and the stack's record. Each step may run twice. */
export async function freeLostHost(rack: PartOfRack, death: Death, stack: string, say: Say): Promise<void> {
  const host = inventoryHost(rack, death.host);
  const self = leaseHolder(stack, project);
  const living = Object.keys(rack.facts);
  const [peer] = living;
  if (peer === undefined) throw new CrossbedError("unreachable", "no other host answers.", { where: death.host });
  const own = (await revealedResources(stack, project)).filter((resource) => livesOn(resource, host));
  say(`${host.name} is off (said by the ${death.confirmedBy}, ${death.at}); freeing what it holds of ${stack}:`);
  const hostsWith = (file: string): string[] =>
    living.filter(
      (name) => rack.facts[name]?.clusterFilesystems.some(({ target }) => file.startsWith(`${target}/`)) === true,
    );
  await withMachines(rack.inventory, async (remote) => {
    await acknowledgeFencing(remote, peer, nodeIdOf(rack, host.name));
    say(`  the cluster takes it for cut off`);
    await freeOnLuns(remote, { self, left: leftOnLuns(own), living, hostsWith }, say);
  });
  const keys = new Set(own.map(keyOf));
  const change: Change = (resource) => (keys.has(keyOf(resource)) ? undefined : withoutPeer(resource, host));
  if (keys.size > 0) await editState(stack, project, change, say);
  say(`  ${String(keys.size)} resources on it have left the record of ${stack}`);
  writeDeath(project, { ...death, freed: self });
}

/**
 * Forgets the records of hosts that answer. What such a host still has of a stack that was taken down without it is cleared first, unless the
 * stack has been built there again.
 */
export async function settleReturnedHosts(rack: PartOfRack, say: Say): Promise<void> {
  for (const death of readDeaths(project, rack.inventory.name)) {
    const { host: name, freed } = death;
    if (rack.facts[name] === undefined) continue;
    const verdict = judgeDeath(death, { bootId: rack.facts[name].bootId, device: "silent", isMember: false });
    if (!verdict.isDead) say(`${name}: ${verdict.why}`);
    if (freed !== undefined && !(await isBuiltOn(freed.stack, inventoryHost(rack, name)))) {
      const cleared = await withMachines(rack.inventory, (remote) => clearReturnedHost(remote, name, freed));
      for (const line of cleared) say(`  cleared: ${line}`);
    }
    removeDeath(project, death);
  }
}

async function isBuiltOn(stack: string, host: LostHost): Promise<boolean> {
  return (await revealedResources(stack, project)).some((resource) => livesOn(resource, host));
}

function inventoryHost({ inventory }: Pick<PartOfRack, "inventory">, name: string): LostHost {
  const host = inventory.hosts.find((one) => one.name === name);
  if (host === undefined) throw new RangeError(`the inventory has no host ${name}`);
  return host;
}
