/** What `scripts/found.sh` says of a machine: what it has that an inventory names, beside its facts (`rack/facts.ts`). */
import { wwidPattern } from "../../base/names.ts";
import { linesOf } from "../survey/lines.ts";

/** One network card. */
export interface FoundCard {
  readonly name: string;
  readonly mac: string;
  /** IPv4 addresses with their prefix, such as `192.0.2.11/24`, of the card or of the bridge or bond that it is in. */
  readonly addresses: readonly string[];
  /** What a person tells the card by: its name, speed and driver. */
  readonly words: string;
}

/** A disk with a WWID: a LUN, or a disk of the machine's own. */
export interface FoundDisk {
  readonly wwid: string;
  readonly bytes: number;
  /** SCSI disks that lead to it. */
  readonly paths: number;
  /** What blkid(8) finds at its beginning, `ext4 mail`; empty where it finds nothing. */
  readonly content: string;
  /** Whether the machine has it, or a part of it, mounted. */
  readonly isMounted: boolean;
}

export interface Found {
  /** What carries the machine, such as `qemu`, as systemd-detect-virt(1) says; empty or `none` for a real one. */
  readonly virtual: string;
  readonly cards: readonly FoundCard[];
  readonly disks: readonly FoundDisk[];
  /** The first name of every entry of GRUB's menu. */
  readonly bootEntries: readonly string[];
  /** Address of the machine's BMC; null where it cannot say. */
  readonly bmc: string | null;
}

/**
 * Reads what the script printed on `machine`.
 * @throws CrossbedError `malformed` for a line that it does not print.
 */
export function parseFound(machine: string, text: string): Found {
  const { said, number, finish } = linesOf(machine, text, "stacks/draft/scripts/found.sh");
  const addresses = said("address", 2);
  return finish({
    virtual: said("virtual", 1).flat().at(0) ?? "",
    cards: said("card", 5).map(([name = "", mac = "", at, speed = "", driver = ""]) => ({
      name,
      mac,
      addresses: addresses.filter(([of]) => of === at).map(([, address = ""]) => address),
      words: [name, ...(/^[1-9]\d*$/.test(speed) ? [`${speed} Mbit/s`] : []), ...(driver === "" ? [] : [driver])].join(
        ", ",
      ),
    })),
    disks: said("lun", 6)
      .map(([wwid = "", bytes, paths, type = "", label = "", isMounted]) => ({
        wwid,
        bytes: number(bytes),
        paths: number(paths),
        content: [type, label].filter((word) => word !== "").join(" "),
        isMounted: isMounted === "yes",
      }))
      .filter(({ wwid }) => wwidPattern.test(wwid))
      .toSorted((one, other) => (one.wwid < other.wwid ? -1 : 1)),
    bootEntries: said("boot-entry", 1).flat(),
    bmc:
      said("bmc", 1)
        .flat()
        .find((address) => address !== "" && address !== "0.0.0.0") ?? null,
  });
}
