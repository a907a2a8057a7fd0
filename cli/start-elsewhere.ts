/** Guests of a host that is off for good, started on other hosts when asked; and ended there again once their home is back. */
import { Mover } from "../benchmarks/run/migration/move.ts";
import { homeLimitSec } from "../benchmarks/cases/migration.ts";
import { CrossbedError } from "../base/errors.ts";
import { project } from "../base/project.ts";
import type { GuestPlan } from "../components/guest/plan.ts";
import { platformOf } from "../platforms/index.ts";
import { localUri } from "../platforms/platform.ts";
import type { Death } from "../rack/death-record.ts";
import { leaseHolder } from "../rack/lease-holder.ts";
import { planElsewhere, type Placement } from "../stacks/elsewhere.ts";
import { acknowledgeFencing, endVisitor, startElsewhere } from "../stacks/lost-host-steps.ts";
import { hostAway } from "../stacks/preflight.ts";
import { countsAs, planTestbedShares } from "../stacks/shares.ts";
import { askConsent } from "./consent.ts";
import { nodeIdOf } from "./lost-host.ts";
import { withMachines, type PartOfRack } from "./rack.ts";

type Say = (line: string) => void;

/**
 * Starts the guests of a host on others, one after another. `lost` are the hosts that are known to be off now. Throws `held`, with nothing
 * changed, where the host is none of them or no guest of it can run elsewhere.
 */
export async function startGuestsElsewhere(
  rack: PartOfRack,
  { host, lost, yes }: { readonly host: string; readonly lost: readonly Death[]; readonly yes: boolean },
  say: Say,
): Promise<void> {
  const { plan, facts, inventory } = rack;
  if (!lost.some((death) => death.host === host)) {
    throw new CrossbedError("held", `it is not known to be off; nothing has been changed.`, {
      where: host,
      hint:
        facts[host] === undefined
          ? `Say so first: npx crossbed fence ${host} --off`
          : `It answers: npx crossbed up ${plan.stack}`,
    });
  }
  const { placed, left } = planElsewhere(plan, host, facts);
  for (const { guest, why } of left) say(`${guest.domain} is not started: ${why}`);
  const [first] = placed;
  if (first === undefined) {
    throw new CrossbedError("held", "none of its guests can be started elsewhere; nothing has been changed.", {
      where: host,
    });
  }
  const list = placed.map(({ guest, host: on }) => `${guest.domain} on ${on}`).join(", ");
  await askConsent({ yes }, `${host} is off. Start ${list}?`);
  await withMachines(inventory, async (remote) => {
    await acknowledgeFencing(remote, first.host, nodeIdOf(rack, host));
    for (const placement of placed) {
      // Asked anew before each: nothing else keeps a second copy from a guest that somebody started meanwhile.
      const running = await livingMover(rack, remote).running();
      const where = [...running].find(([, domains]) => domains.includes(placement.guest.domain))?.[0];
      if (where !== undefined) say(`${placement.guest.domain} runs on ${where} by now`);
      else {
        await startElsewhere(remote, leaseHolder(plan.stack, project), visitOf(rack, placement));
        say(`${placement.guest.domain} started on ${placement.host}`);
      }
    }
  });
  say(
    `Their services do not start by themselves. Once ${host} is back: npx crossbed home ${plan.stack}, then npx crossbed up ${plan.stack}`,
  );
}

const livingMover = ({ plan, facts }: PartOfRack, remote: ConstructorParameters<typeof Mover>[0]): Mover => {
  if (plan.migration === undefined) throw new RangeError(`guests of ${plan.stack} cannot run elsewhere`);
  const hosts = plan.migration.hosts.filter(({ name }) => name in facts);
  return new Mover(remote, { ...plan.migration, hosts, limitSec: homeLimitSec });
};

function visitOf({ plan, facts }: PartOfRack, { guest, host }: Placement) {
  const topologies = Object.fromEntries(
    Object.entries(facts).flatMap(([name, seen]) => (countsAs(plan.platform, seen) ? [[name, seen.topology]] : [])),
  );
  const share = planTestbedShares(plan, topologies)[host]?.of[guest.name] ?? { pins: [], emulator: [] };
  return {
    host,
    guest,
    share,
    uri: uriOf(plan),
    mountPoint: plan.filesystem?.mountPoint ?? "",
    living: Object.values(facts).map(({ name }) => name),
  };
}

const uriOf = ({ platform }: PartOfRack["plan"]): string => localUri(platformOf(platform).libvirt);

/** Guests that run elsewhere while their home answers and has not the file system: they cannot move there live. */
export function visitorsWithoutWay({
  plan,
  facts,
}: Pick<PartOfRack, "plan" | "facts">): { readonly guest: GuestPlan; readonly host: string }[] {
  return plan.guests.flatMap((guest) => {
    const home = facts[guest.host];
    const host = hostAway(guest, facts);
    const isMounted = home?.clusterFilesystems.some(({ target }) => target === plan.filesystem?.mountPoint) === true;
    return home === undefined || host === undefined || isMounted ? [] : [{ guest, host }];
  });
}

/** Ends them where they run; the next `up` starts them at home. */
export async function endVisitors(rack: PartOfRack, say: Say): Promise<void> {
  const visitors = visitorsWithoutWay(rack);
  if (visitors.length === 0) return;
  await withMachines(rack.inventory, async (remote) => {
    for (const { guest, host } of visitors) {
      const self = leaseHolder(rack.plan.stack, project);
      await endVisitor(remote, self, host, { domain: guest.domain, uri: uriOf(rack.plan) });
      say(`${guest.domain} was ended on ${host}: ${guest.host} has no file system that it could move to`);
    }
  });
}
