import { describe, expect, it } from "vitest";
import { readGfs2Check } from "../../faults/gfs2-check.ts";

/** After both links were cut, and a host that was creating a file was shot. */
const leaked = `
Found invalid inode at block 984188 (0xf047c)
Block 984188 (0xf047c) was 'DINODE', should be FREE.
The bitmap inconsistency was ignored.
Block 984188 (0xf047c) bitmap says 3 (inode) but FSCK saw 0 (free)
Bitmap at block 984188 (0xf047c) left inconsistent
RG #983827 (0xf0313) free count inconsistent: is 64487 should be 64488
RG #983827 (0xf0313) Inode count inconsistent: is 1 should be 0
Resource group counts left inconsistent
The statfs file is wrong:

Current statfs values:
blocks:  1048232 (0xffea8)
free:    942333 (0xe60fd)
dinodes: 23 (0x17)

Calculated statfs values:
blocks:  1048232 (0xffea8)
free:    942334 (0xe60fe)
dinodes: 22 (0x16)
The statfs file was not fixed.
`;
const usedButFree = "Block 984188 (0xf047c) bitmap says 0 (free) but FSCK saw 3 (inode)";

describe("readGfs2Check", () => {
  it("calls a file system whole of which the check has nothing to say", () => {
    expect(readGfs2Check(0, "")).toEqual({ leakedBlocks: 0, damage: [] });
  });

  it("tells a block that was taken and never written from damage", () => {
    expect(readGfs2Check(4, leaked)).toEqual({ leakedBlocks: 1, damage: [] });
  });

  it.each([
    ["a block in use that is marked as free", usedButFree],
    [
      "an entry that leads nowhere",
      "Directory entry 'record-7' at block 21 (0x15) in dir inode 22 (0x16) has an invalid block",
    ],
  ])("calls %s damage, also beside a leak", (_, line) => {
    expect(readGfs2Check(4, `${leaked}${line}\n`)).toEqual({ leakedBlocks: 1, damage: [line] });
  });

  it("calls a check damage that fails and does not say why", () => {
    expect(readGfs2Check(4, "")).toEqual({ leakedBlocks: 0, damage: ["exit status 4"] });
  });
});
