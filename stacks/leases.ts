/** Clearing the leases of a holder that is gone for good. */
import { readFileSync } from "node:fs";
import type { Remote } from "../benchmarks/run/remote.ts";
import type { HostFacts } from "../components/host/facts.ts";
import { givenUpFile, hostLeaseFile } from "../components/host/plan.ts";

const [prelude, giveUp] = ["../components/prelude.sh", "../components/host/scripts/lease-give-up.sh"].map((file) =>
  readFileSync(new URL(file, import.meta.url), "utf8"),
);

/** Gives back, in the holder's name, every host lease that it has, and lets its successor take the one on its LUN. */
export async function releaseLeases(
  remote: Remote,
  facts: Readonly<Record<string, HostFacts>>,
  holder: string,
): Promise<void> {
  await Promise.all(
    Object.entries(facts).map(async ([host, { lease }]) => {
      if (lease?.stack !== holder) return;
      const values = { FILE: hostLeaseFile, STACK: lease.stack, HOLDER: lease.holder, GIVEN_UP: givenUpFile };
      const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
      await remote.run(host, `${prelude ?? ""}\n${giveUp ?? ""}`, lines.join(""));
    }),
  );
}
