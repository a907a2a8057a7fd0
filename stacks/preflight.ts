/** Says what speaks against a stack on hosts as a look found them (`rack/look.ts`): another holder, a guest that is away from home. */
import { CrossbedError } from "../base/errors.ts";
import type { HostFacts } from "../rack/facts.ts";
import type { Lease } from "../rack/lease-record.ts";
import type { GuestPlan } from "../components/guest/plan.ts";
import { isHeldBy, type LeaseHolder } from "../rack/lease-holder.ts";

/** Other holders, by stack: for each its hosts and one of its leases. A stack of this name may be another clone's. */
export function otherHolders(
  self: LeaseHolder,
  facts: Readonly<Record<string, HostFacts>>,
): { readonly lease: Lease; readonly hosts: readonly string[] }[] {
  const leases = Object.entries(facts).flatMap(([host, { lease }]) =>
    lease === null || isHeldBy(self, lease) ? [] : [{ host, lease }],
  );
  const nameOf = ({ stack, clone, holder }: Lease): string => `${stack} ${clone ?? holder}`;
  return [...new Set(leases.map(({ lease }) => nameOf(lease)))].flatMap((holder) => {
    const held = leases.filter(({ lease }) => nameOf(lease) === holder);
    return held[0] === undefined ? [] : [{ lease: held[0].lease, hosts: held.map(({ host }) => host) }];
  });
}

/** Refuses hosts that another stack holds; names the holder and both ways out. */
export function refuseHeldHosts(self: LeaseHolder, facts: Readonly<Record<string, HostFacts>>): void {
  const [first] = otherHolders(self, facts);
  if (first === undefined) return;
  const { lease, hosts } = first;
  throw new CrossbedError(
    "held",
    `the stack ${lease.stack} has held them since ${lease.since} (${lease.holder}); nothing has been changed.`,
    {
      where: hosts.join(", "),
      hint: isAnothers(self, lease)
        ? takeDownElsewhere(self.stack)
        : `${switchTo(self.stack)}\n` + `Or only take the other one down: npx pulumi destroy -s ${lease.stack}`,
    },
  );
}

/** Whether a lease is another clone's: then this clone's state of the stack does not describe what runs there. */
export function isAnothers(self: LeaseHolder, lease: Lease): boolean {
  return !isHeldBy({ ...self, stack: lease.stack }, lease);
}

/** What to do about a holder that this clone can. */
export const switchTo = (stack: string): string => `Switch to this stack: npx crossbed switch ${stack}`;

/** What to do about a guest that is away. */
export const bringHome = (stack: string): string => `Bring it home: npx crossbed home ${stack}`;

/** What to do about a holder that this clone cannot take down. */
export function takeDownElsewhere(stack: string): string {
  return `Take it down where it was brought up. If that is lost and nothing of it runs: npx crossbed switch ${stack} --take-over`;
}

/** Hosts that share a host name, by that name: libvirt migrates nothing between them, and no message tells them apart. */
export function namesakes(facts: Readonly<Record<string, Pick<HostFacts, "name">>>): Record<string, string[]> {
  const hosts = Object.entries(facts);
  return Object.fromEntries(
    hosts.flatMap(([, { name }]) => {
      const alike = hosts.filter(([, other]) => other.name === name).map(([host]) => host);
      return alike.length < 2 ? [] : [[name, alike]];
    }),
  );
}

/** How to tell them apart again. */
export const renameHost = "Give each a host name of its own: hostnamectl set-hostname NAME";

/** Refuses them. */
export function refuseNamesakes(facts: Readonly<Record<string, Pick<HostFacts, "name">>>): void {
  const [first] = Object.entries(namesakes(facts));
  if (first === undefined) return;
  const [name, alike] = first;
  throw new CrossbedError("invalid_input", `call themselves ${name}; nothing has been changed.`, {
    where: alike.join(", "),
    hint: renameHost,
  });
}

/**
 * Refuses a stack with a guest that runs away from home: Pulumi believes that the guest is where it was created, and would start it
 * a second time.
 */
export function refuseGuestsAway(
  stack: string,
  guests: readonly GuestPlan[],
  facts: Readonly<Record<string, HostFacts>>,
): void {
  for (const guest of guests) {
    const host = hostAway(guest, facts);
    if (host === undefined) continue;
    throw new CrossbedError(
      "held",
      `${guest.domain} runs here, but its home is ${guest.host}; nothing has been changed.`,
      {
        where: host,
        hint: bringHome(stack),
      },
    );
  }
}

/** The host where a guest runs away from home; undefined where it is at home or does not run. */
export function hostAway(
  guest: Pick<GuestPlan, "domain" | "host">,
  facts: Readonly<Record<string, HostFacts>>,
): string | undefined {
  return Object.entries(facts).find(
    ([host, { domains }]) =>
      host !== guest.host && domains.some((domain) => domain.name === guest.domain && domain.isRunning),
  )?.[0];
}
