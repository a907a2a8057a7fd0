/**
 * All samples of a run stand on one clock, the runner's. It measures each machine's offset as NTP does (RFC 5905, section 8): of several
 * exchanges it takes the one with the shortest round trip; half of that bounds the error.
 */
import { createInterface } from "node:readline";
import { CrossbedError } from "../../base/errors.ts";
import type { Remote } from "../../rack/remote.ts";

export interface ClockOffset {
  /** What to add to the runner's clock to get the machine's. */
  readonly offsetMs: number;
  /** Half the shortest round trip: the offset is right to within it. */
  readonly uncertaintyMs: number;
}

/** Offsets by machine. */
export type Clocks = ReadonlyMap<string, ClockOffset>;

const exchanges = 7;

/** Nanoseconds since 1970. A login's greeting does not look like that. */
const time = /^\d{16,20}$/u;

/** Offset of a machine's clock from the runner's. */
async function measureClockOffset(remote: Remote, machine: string): Promise<ClockOffset> {
  const child = remote.start(machine, "while read -r _; do date +%s%N; done");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let best: ClockOffset | undefined;
  for (let exchange = 0; exchange < exchanges; exchange++) {
    const sentMs = Date.now();
    child.stdin.write("\n");
    const told = await nextTime(lines);
    if (told === undefined) break;
    const receivedMs = Date.now();
    const uncertaintyMs = (receivedMs - sentMs) / 2;
    if (best === undefined || uncertaintyMs < best.uncertaintyMs) {
      best = { offsetMs: Number(told) / 1e6 - (sentMs + receivedMs) / 2, uncertaintyMs };
    }
  }
  child.stdin.end();
  const { exitCode } = await child;
  if (best !== undefined) return best;
  throw new CrossbedError("unreachable", `it did not print its time, and exited with status ${String(exitCode)}.`, {
    where: machine,
    hint: "Check that it answers ssh and has GNU date.",
  });
}

/** Offsets of several machines at about the same time. */
export async function measureClocks(remote: Remote, machines: Iterable<string>): Promise<Clocks> {
  const names = [...new Set(machines)];
  return new Map(await Promise.all(names.map(async (name) => [name, await measureClockOffset(remote, name)] as const)));
}

async function nextTime(lines: AsyncIterator<string>): Promise<string | undefined> {
  for (;;) {
    const line = await lines.next();
    if (line.done === true) return undefined;
    if (time.test(line.value)) return line.value;
  }
}
