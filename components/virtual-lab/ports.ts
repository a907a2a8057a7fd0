/** The ports of this machine's loopback by which ssh reaches the machines of a lab. */
import { createHash } from "node:crypto";

const portBlocks = 1500;
const portsInBlock = 8;
/** Of all labs; it ends below 32768, where Linux begins to hand out ports by itself. */
export const portRange = { from: 20_000, to: 20_000 + portsInBlock * portBlocks } as const;

/** First of the loopback ports, one for each machine, that a lab tries; with `attempt` the next ones when they are taken. */
export function firstPort(name: string, attempt: number): number {
  const block =
    (Number.parseInt(createHash("sha256").update(name).digest("hex").slice(0, 8), 16) + attempt) % portBlocks;
  return portRange.from + portsInBlock * block;
}
