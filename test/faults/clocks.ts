/** The clock of a machine, set ahead and back. */
import { secToMs } from "../../base/units.ts";
import type { Remote } from "../../rack/remote.ts";
import type { Harms } from "./harms.ts";

const step = 'read -r seconds; date -s "@$(($(date +%s) + seconds))" > /dev/null';

export async function stepClock(remote: Remote, { machine, aheadSec }: Harms["clock"]): Promise<void> {
  await remote.run(machine, step, `${aheadSec}\n`);
}

/** Sets it back where it is still ahead by that: a machine that restarted has its own time again. */
export async function setBack(remote: Remote, { machine, aheadSec }: Harms["clock"]): Promise<void> {
  const now = Number(await remote.run(machine, "date +%s%3N"));
  if (now - Date.now() > secToMs(aheadSec) / 2) await remote.run(machine, step, `${-aheadSec}\n`);
}
