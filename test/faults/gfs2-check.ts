/** What `fsck.gfs2 -n` says after a fault, and what of it is no damage. */
import type { CheckVerdict } from "./filesystem-check.ts";

/** What is said of a block that is marked as used while nothing uses it, and of counts that follow from it. */
const leak = [
  /^Found invalid inode at block \d+ \(0x[0-9a-f]+\)$/u,
  /^Block \d+ \(0x[0-9a-f]+\) was '\w+', should be FREE\.$/u,
  /^The bitmap inconsistency was ignored\.$/u,
  /^Block \d+ \(0x[0-9a-f]+\) bitmap says [1-3] \([a-z]+\) but FSCK saw 0 \(free\)$/u,
  /^Bitmap at block \d+ \(0x[0-9a-f]+\) left inconsistent$/u,
  /^RG #\d+ \(0x[0-9a-f]+\) (?:free|inode) count inconsistent: is \d+ should be \d+$/iu,
  /^Resource group counts left inconsistent$/u,
  /^The statfs file is wrong:$/u,
  /^(?:Current|Calculated) statfs values:$/u,
  /^(?:blocks|free|dinodes): +\d+ \(0x[0-9a-f]+\)$/u,
  /^The statfs file was not fixed\.$/u,
];
const leakedBlock = /^Block (\d+) \(0x[0-9a-f]+\) bitmap says/u;

/**
 * Reads what `fsck.gfs2 -n` (gfs2-utils 3.5) printed on stderr. A host that is cut off between taking a block for a new inode and
 * writing the inode leaves the block taken: GFS2 does both in transactions of their own. The other direction, a block that is
 * used and marked as free, is damage.
 */
export function readGfs2Check(status: number, stderr: string): CheckVerdict {
  const lines = stderr
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const blocks = new Set(lines.flatMap((line) => leakedBlock.exec(line)?.[1] ?? []));
  const others = lines.filter((line) => !leak.some((pattern) => pattern.test(line)));
  const isExplained = status === 0 || (others.length === 0 && blocks.size > 0);
  if (isExplained) return { leakedBlocks: blocks.size, damage: [] };
  return {
    leakedBlocks: blocks.size,
    damage: others.length === 0 ? [`exit status ${String(status)}`] : others.slice(0, 5),
  };
}
