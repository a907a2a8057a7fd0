/** What `fsck.ocfs2 -n -f` says after a fault, and what of it is no damage. */
import type { CheckVerdict } from "./filesystem-check.ts";

/** What it finds has a code in front (fsck.ocfs2.checks(8)). */
const finding = /^\[[A-Z0-9_]+\] /u;
/** A cluster that was taken for something that was not written any more; an inode that was deleted and whose space is not given back yet. */
const leak = [
  /^\[CLUSTER_ALLOC_BIT\] Cluster \d+ is marked in the global cluster bitmap but it isn't in use\./u,
  /^\[INODE_ORPHANED\] /u,
];
/** What it says of itself, of the file system, and of how far it is. */
const progress = [
  /^fsck\.ocfs2 [\d.]+$/u,
  /^Checking OCFS2 filesystem in /u,
  /^(?:Label|UUID|Number of blocks|Block size|Number of clusters|Cluster size|Number of slots): /u,
  /^\*\* Skipping slot recovery because -n was given\. \*\*$/u,
  / was run with -f, check forced\.$/u,
  /^Pass \d[a-d]?: /u,
  /^All passes succeeded\.$/u,
];

/**
 * Reads what `fsck.ocfs2 -n -f` (ocfs2-tools 1.8) printed on both outputs. Its exit status is 0 also where it has found errors and, as -n
 * says, repaired none.
 */
export function readOcfs2Check(status: number, said: string): CheckVerdict {
  const lines = said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !progress.some((pattern) => pattern.test(line)));
  const leaks = lines.filter((line) => leak.some((pattern) => pattern.test(line)));
  const others = lines.filter((line) => !leaks.includes(line));
  const found = others.filter((line) => finding.test(line));
  if (status === 0 && others.length === 0) return { leakedBlocks: leaks.length, damage: [] };
  const words = [...found, ...others.filter((line) => !finding.test(line))];
  return {
    leakedBlocks: leaks.length,
    damage: words.length === 0 ? [`exit status ${String(status)}`] : words.slice(0, 5),
  };
}
