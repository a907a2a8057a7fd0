/**
 * All samples of a run stand on one clock, the runner's. Each machine's offset to it is measured as NTP does it (RFC 5905,
 * section 8): of several exchanges the one with the shortest round trip, whose half bounds the error.
 */
import { createInterface } from "node:readline";
import type { Remote } from "../../rack/remote.ts";

export interface ClockOffset {
  /** What to add to the runner's clock to get the machine's. */
  readonly offsetMs: number;
  /** Half the shortest round trip: the offset is right to within it. */
  readonly uncertaintyMs: number;
}

const exchanges = 7;

/** Offset of a machine's clock from the runner's. */
export async function measureClockOffset(remote: Remote, machine: string): Promise<ClockOffset> {
  const child = remote.start(machine, "while read -r _; do date +%s%N; done");
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let best: ClockOffset | undefined;
  for (let exchange = 0; exchange < exchanges; exchange++) {
    const sentMs = Date.now();
    child.stdin.write("\n");
    const answer = await answers.next();
    if (answer.done === true) break;
    const receivedMs = Date.now();
    const uncertaintyMs = (receivedMs - sentMs) / 2;
    if (best === undefined || uncertaintyMs < best.uncertaintyMs) {
      best = { offsetMs: Number(answer.value) / 1e6 - (sentMs + receivedMs) / 2, uncertaintyMs };
    }
  }
  child.stdin.end();
  await child;
  if (best === undefined) throw new Error(`${machine} did not tell its time`);
  return best;
}
