import { describe, expect, it } from "vitest";
import { readOcfs2Check } from "../../faults/ocfs2-check.ts";

/** What ocfs2-tools 1.8.7 print of a file system, with what it finds in its first pass. */
const said = (...findings: readonly string[]): string => `fsck.ocfs2 1.8.7
Checking OCFS2 filesystem in /dev/disk/by-id/wwn-0x6001405000000002:
  Label:              lab-1
  UUID:               208C45B228F644C8AEB4513CE23BBE49
  Number of blocks:   76800
  Block size:         4096
  Number of clusters: 76800
  Cluster size:       4096
  Number of slots:    2

** Skipping slot recovery because -n was given. **
/dev/disk/by-id/wwn-0x6001405000000002 was run with -f, check forced.
Pass 0a: Checking cluster allocation chains
Pass 0b: Checking inode allocation chains
Pass 0c: Checking extent block allocation chains
Pass 1: Checking inodes and blocks
${findings.map((finding) => `${finding}\n`).join("")}Pass 2: Checking directory entries
Pass 3: Checking directory connectivity
Pass 4a: Checking for orphaned inodes
Pass 4b: Checking inodes link counts
All passes succeeded.

`;
const leaked =
  "[CLUSTER_ALLOC_BIT] Cluster 32356 is marked in the global cluster bitmap but it isn't in use.  Clear its bit in the bitmap? n";
const usedButFree =
  "[CLUSTER_ALLOC_BIT] Cluster 7690 is in use but isn't set in the global cluster bitmap. Set its bit in the bitmap? n";

describe("readOcfs2Check", () => {
  it("calls a file system whole of which the check has found nothing", () => {
    expect(readOcfs2Check(0, said())).toEqual({ leakedBlocks: 0, damage: [] });
  });

  it("tells a cluster that was taken and never written from damage", () => {
    expect(readOcfs2Check(0, said(leaked))).toEqual({ leakedBlocks: 1, damage: [] });
  });

  it("calls a cluster in use that is marked as free damage, though the check ends well, also beside a leak", () => {
    expect(readOcfs2Check(0, said(leaked, usedButFree))).toEqual({ leakedBlocks: 1, damage: [usedButFree] });
  });

  it("calls a check damage that could not look, or that fails and does not say why", () => {
    const busy = 'fsck.ocfs2: I/O error on channel while opening "/dev/sda"';
    expect(readOcfs2Check(8, `${busy}\n`)).toEqual({ leakedBlocks: 0, damage: [busy] });
    expect(readOcfs2Check(8, "")).toEqual({ leakedBlocks: 0, damage: ["exit status 8"] });
  });
});
