/** Clearing the leases of a holder that is gone for good. */
import type { Remote } from "./remote.ts";
import type { HostFacts } from "./facts.ts";
import { givenUpFile, hostLeaseFile } from "./paths.ts";
import { scriptInput, scriptText, stepLock } from "./script.ts";

const giveUp = scriptText(new URL("scripts/lease-give-up.sh", import.meta.url));

/** Gives back, in the holder's name, every host lease that it has, and lets its successor take the one on its LUN. */
export async function releaseLeases(
  remote: Remote,
  facts: Readonly<Record<string, HostFacts>>,
  holder: string,
): Promise<void> {
  await Promise.all(
    Object.entries(facts).map(async ([host, { lease }]) => {
      if (lease?.stack !== holder) return;
      const values = {
        FILE: hostLeaseFile,
        STACK: lease.stack,
        HOLDER: lease.holder,
        GIVEN_UP: givenUpFile,
        LOCK: stepLock("lease-give-up"),
      };
      await remote.run(host, giveUp, scriptInput(values));
    }),
  );
}
