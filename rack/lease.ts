/** Asks for leases outside of an update, and clears those of a holder that is gone for good. */
import type { Lease } from "./lease-record.ts";
import type { Remote } from "./remote.ts";
import type { LeaseHolder } from "./lease-holder.ts";
import { givenUpFile, hostLeaseFile } from "./paths.ts";
import { scriptInput, scriptText, stepLock } from "./script.ts";

const giveUp = scriptText(new URL("scripts/lease-give-up.sh", import.meta.url));

/** Gives back a holder's leases on these machines in its name, and lets its successor take the one on its LUN. Leaves others' leases alone. */
export async function releaseLeases(
  remote: Remote,
  machines: readonly string[],
  { stack, clone = "", holder }: Lease,
): Promise<void> {
  const values = {
    FILE: hostLeaseFile,
    STACK: stack,
    CLONE: clone,
    HOLDER: holder,
    GIVEN_UP: givenUpFile,
    LOCK: stepLock("lease-give-up"),
  };
  await Promise.all(machines.map((machine) => remote.run(machine, giveUp, scriptInput(values))));
}

const ask = scriptText({ name: "ask the lease", text: ":" });

/** Throws `command_failed`, which names the holder, unless this stack of this clone holds each of the machines now. */
export async function demandLeases(
  remote: Remote,
  machines: readonly string[],
  { stack, clone }: Pick<LeaseHolder, "stack" | "clone">,
): Promise<void> {
  const values = {
    LEASE_FILE: hostLeaseFile,
    LEASE_STACK: stack,
    LEASE_CLONE: clone,
    LOCK: stepLock("lease-ask"),
  };
  await Promise.all(machines.map((machine) => remote.run(machine, ask, scriptInput(values))));
}
