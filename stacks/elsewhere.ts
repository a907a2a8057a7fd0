/** Where the guests of a host that is off may run meanwhile: on hosts that answer, have the file system, and have room. Pure. */
import type { GuestPlan } from "../components/guest/plan.ts";
import { platformOf } from "../platforms/index.ts";
import type { HostFacts } from "../rack/facts.ts";
import type { TestbedPlan } from "./plan.ts";

type Planned = Pick<TestbedPlan, "platform" | "hosts" | "guests" | "pinning" | "filesystem" | "migration">;

export interface Placement {
  readonly guest: GuestPlan;
  readonly host: string;
}

interface Elsewhere {
  /** In the plan's order. */
  readonly placed: readonly Placement[];
  readonly left: readonly { readonly guest: GuestPlan; readonly why: string }[];
}

/** `facts` are of the hosts that answer. A guest goes where the most memory is free; one that runs already stays as it is. */
export function planElsewhere(plan: Planned, lost: string, facts: Readonly<Record<string, HostFacts>>): Elsewhere {
  const placed: Placement[] = [];
  const left: Elsewhere["left"][number][] = [];
  for (const guest of plan.guests.filter(({ host }) => host === lost)) {
    const why = whyNowhere(plan, guest, facts);
    const [best] = candidates(plan, guest, facts, placed);
    if (why !== undefined) left.push({ guest, why });
    else if (best === undefined) left.push({ guest, why: "no other host has its file system and room for it" });
    else placed.push({ guest, host: best.name });
  }
  return { placed, left };
}

function whyNowhere(plan: Planned, guest: GuestPlan, facts: Readonly<Record<string, HostFacts>>): string | undefined {
  if (plan.filesystem === undefined || plan.migration === undefined) return `its disk is ${guest.host}'s own`;
  const where = Object.keys(facts).find((host) => runsOn(facts[host], guest));
  return where === undefined ? undefined : `it runs on ${where}`;
}

const runsOn = (facts: HostFacts | undefined, { domain }: Pick<GuestPlan, "domain">): boolean =>
  facts?.domains.some(({ name, isRunning }) => name === domain && isRunning) === true;

/** Hosts that may take the guest, the one with the most memory first. */
function candidates(
  plan: Planned,
  guest: GuestPlan,
  facts: Readonly<Record<string, HostFacts>>,
  placed: readonly Placement[],
): { readonly name: string; readonly freeMiB: number }[] {
  const { hostReserveMiB } = platformOf(plan.platform);
  return plan.hosts
    .flatMap(({ name, memoryMiB, pcpus }) => {
      const seen = facts[name];
      const isMounted = seen?.clusterFilesystems.some(({ target }) => target === plan.filesystem?.mountPoint) === true;
      const isStuck = seen !== undefined && seen.withdrawn.length > 0;
      const hasPcpus = plan.pinning === "none" || guest.vcpus <= pcpus;
      // Guests whose home it is count even while they are off.
      const there = plan.guests.filter(
        (other) =>
          other.host === name || runsOn(seen, other) || placed.some((one) => one.guest === other && one.host === name),
      );
      const freeMiB = memoryMiB - hostReserveMiB - there.reduce((sum, other) => sum + other.memoryMiB, 0);
      return isMounted && !isStuck && hasPcpus && freeMiB >= guest.memoryMiB ? [{ name, freeMiB }] : [];
    })
    .toSorted((one, other) => other.freeMiB - one.freeMiB);
}
