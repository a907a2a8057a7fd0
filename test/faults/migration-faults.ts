/** Faults in the middle of a live migration under load: the first guest is on its way from its host to the other one. */
import { setTimeout } from "node:timers/promises";
import { Mover } from "../../benchmarks/run/migration/move.ts";
import { requestOf } from "../../cli/stack-request.ts";
import type { Remote } from "../../rack/remote.ts";
import type { Fault, HarmedLab } from "./fault.ts";
import { withGuests } from "./guest-ledger.ts";
import { cutHarm } from "./link-faults.ts";
import { losePower } from "./power-faults.ts";

interface Moving {
  readonly remote: Remote;
  readonly domain: string;
  readonly source: string;
  readonly destination: string;
}

/** A migration that gets no further is called off after so long. */
const limitSec = 60;
/** An emulated guest takes some 15 s: the blow falls in the first of them. */
const mostLateSec = 4;

type Blow = (lab: HarmedLab, moving: Moving) => Promise<void>;

/** Begins a migration, strikes at a random moment of it, and waits for its end; where both hosts live then, the guest is on one of them. */
async function whileMoving(lab: HarmedLab, blow: Blow, losesHost: boolean): Promise<string[]> {
  const request = await requestOf(lab.stack);
  const [guest] = request.migration?.guests ?? [];
  const away = request.migration?.hosts.find(({ name }) => name !== guest?.host)?.name;
  if (request.migration === undefined || guest === undefined || away === undefined)
    throw new Error("nothing can move on this stack");
  const mover = { ...request.migration, limitSec };
  return await withGuests(request, async (remote) => {
    const moves = new Mover(remote, mover);
    const state = { isOver: false };
    const hop = moves.move(guest, guest.host, away).finally(() => {
      state.isOver = true;
    });
    // Both hosts list a guest that is on its way.
    while ((await moves.whereRuns(guest)).length < 2) {
      if (state.isOver) throw new Error(`the migration of ${guest.domain} was over before it could be harmed`);
    }
    await setTimeout(lab.random() * mostLateSec * 1000);
    lab.say(`${guest.domain} is on its way from ${guest.host} to ${away}: now`);
    await blow(lab, { remote, domain: guest.domain, source: guest.host, destination: away });
    const { failure } = await hop;
    lab.say(`the migration ${failure === undefined ? "went on to its end" : `failed: ${failure}`}`);
    if (losesHost) return [];
    const places = await moves.whereRuns(guest);
    return places.length > 1 ? [`${guest.domain} runs on ${places.join(" and ")}`] : [];
  });
}

const killDaemon = "kill -KILL $(pgrep -x 'libvirtd|virtqemud|virtxend')";
/** QEMU has the name by itself, or after `guest=`. */
const killQemu = `read -r domain
kill -KILL $(pgrep -f "[q]emu-system.* -name (guest=)?$domain[, ]")`;

function migrationFault(
  name: string,
  text: string,
  blow: Blow,
  rest: Pick<Fault, "times" | "fences"> = { times: 2, fences: 0 },
): Fault {
  return {
    ...rest,
    name,
    text: `${text} in the middle of a live migration under load`,
    isUnderLoad: true,
    harm: (lab) => whileMoving(lab, blow, rest.fences === 1),
  };
}

export const migrationFaults: readonly Fault[] = [
  migrationFault("power-cut-source", "power of the source cut", (lab, { source }) => losePower(lab, source), {
    times: 3,
    fences: 1,
  }),
  migrationFault(
    "power-cut-destination",
    "power of the destination cut",
    (lab, { destination }) => losePower(lab, destination),
    { times: 3, fences: 1 },
  ),
  migrationFault("migration-link-cut", `the migration link cut, ${limitSec} s,`, async (lab) => {
    const harm = cutHarm(lab, { roles: ["migration"], who: "between" });
    await lab.standing.inflict(harm);
    await setTimeout(limitSec * 1000);
    await lab.standing.heal(harm);
  }),
  migrationFault("libvirtd-killed", "libvirtd of the source killed", async (_, { remote, source }) => {
    await remote.run(source, killDaemon);
  }),
  migrationFault(
    "qemu-killed-source",
    "the guest's QEMU on the source killed",
    async (_, { remote, source, domain }) => {
      await remote.run(source, killQemu, `${domain}\n`);
    },
    { times: 1, fences: 0 },
  ),
  migrationFault(
    "qemu-killed-destination",
    "the guest's QEMU on the destination killed",
    async (_, { remote, destination, domain }) => {
      await remote.run(destination, killQemu, `${domain}\n`);
    },
    { times: 1, fences: 0 },
  ),
];
