/** Asks for leases outside of an update, and clears those of a holder that is gone for good. */
import { identityIn, type Lease } from "./lease-record.ts";
import type { Remote } from "./remote.ts";
import type { LeaseHolder } from "./lease-holder.ts";
import { givenUpFile, hostPaths } from "./paths.ts";
import { scriptInput, scriptText, stepLock } from "./script.ts";

const giveUp = scriptText(new URL("scripts/lease-give-up.sh", import.meta.url));

/** Gives back a holder's leases on these machines in its name, and lets its successor take the one on its LUN. Leaves others' leases alone. */
export async function releaseLeases(remote: Remote, machines: readonly string[], lease: Lease): Promise<void> {
  const values = {
    FILE: hostPaths.HOST_LEASE,
    IDENTITY: identityIn(lease),
    GIVEN_UP: givenUpFile,
    LOCK: stepLock("lease-give-up"),
  };
  await Promise.all(machines.map((machine) => remote.run(machine, giveUp, scriptInput(values))));
}

/** What every step on a machine is sent that works there only while this holder has the machine. */
export function demandedLease(holder: Pick<LeaseHolder, "stack" | "clone">): Record<`LEASE_${string}`, string> {
  return { LEASE_FILE: hostPaths.HOST_LEASE, LEASE_STACK: holder.stack, LEASE_IDENTITY: identityIn(holder) };
}

const ask = scriptText({ name: "ask the lease", text: ":" });

/** Throws `command_failed`, which names the holder, unless this stack of this clone holds each of the machines now. */
export async function demandLeases(
  remote: Remote,
  machines: readonly string[],
  holder: Pick<LeaseHolder, "stack" | "clone">,
): Promise<void> {
  const values = { ...demandedLease(holder), LOCK: stepLock("lease-ask") };
  await Promise.all(machines.map((machine) => remote.run(machine, ask, scriptInput(values))));
}
