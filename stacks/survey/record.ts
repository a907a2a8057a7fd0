/** What `scripts/survey.sh` says of a machine: what it has of what a stack needs, beside its facts (`rack/facts.ts`). */
import { linesOf } from "./lines.ts";

export interface SurveyedLun {
  readonly device: string;
  /** SCSI disks that lead to it. */
  readonly paths: number;
  /** Whether the device is a multipath map. */
  readonly isMapped: boolean;
  readonly bytes: number;
  /** The longest time that a path of it may say nothing while it fails, seconds; 0 where no path tells. */
  readonly silentSec: number;
  /** As blkid(8) probes it; a partition table is `PTTYPE`. `MARK` is our own line at the end of the LUN. */
  readonly content: Readonly<Partial<Record<"TYPE" | "LABEL" | "UUID" | "PTTYPE" | "MARK", string>>>;
}

/** Why a host cannot be made to boot another entry. */
export type BootProblem = "no-menu" | "no-entry" | "ignores-saved" | "no-editor";

export interface Survey {
  readonly lacksPrograms: readonly string[];
  readonly lacksModules: readonly string[];
  /** Whether the processors can carry guests; null where the machine is itself a guest of a hypervisor and cannot tell. */
  readonly canVirtualise: boolean | null;
  readonly boot: readonly BootProblem[];
  /** The first name of every entry of GRUB's menu. */
  readonly bootEntries: readonly string[];
  /** Security modules that enforce something. */
  readonly confines: readonly string[];
  /** What drops packets that no rule allows. */
  readonly filters: readonly string[];
  /** Free space by directory, MiB. */
  readonly freeMiB: Readonly<Record<string, number>>;
  /** By the card's MAC address, in bytes. */
  readonly mtus: Readonly<Record<string, number>>;
  /** By WWID; absent is a LUN that the machine does not see. */
  readonly luns: Readonly<Record<string, SurveyedLun>>;
  /** What drives the host's watchdog, in its own word; null where there is no watchdog, or none is needed. */
  readonly watchdog: string | null;
  /** The machine's clock when it had said the rest, seconds since 1970; null where its shell cannot tell. */
  readonly nowSec: number | null;
  /** Who holds the machine, as its own file says it; null where nobody does. */
  readonly lease: string | null;
}

const bootProblems: readonly string[] = ["no-menu", "no-entry", "ignores-saved", "no-editor"] satisfies BootProblem[];
const contents: readonly string[] = ["TYPE", "LABEL", "UUID", "PTTYPE", "MARK"];

/**
 * Reads what the script printed on `machine`.
 * @throws CrossbedError `malformed` for a line that it does not print.
 */
export function parseSurvey(machine: string, text: string): Survey {
  const { said, number, numbers, oneOf, finish } = linesOf(machine, text, "stacks/survey/scripts/survey.sh");
  const parts = said("lun-content", 3);
  return finish({
    lacksPrograms: said("lacks-program", 1).flat(),
    lacksModules: said("lacks-module", 1).flat(),
    canVirtualise:
      said("virtualisation", 1)
        .map(([word]) => word === "yes")
        .at(0) ?? null,
    boot: said("boot", 1).map(([word]) => oneOf(bootProblems, word) as BootProblem),
    bootEntries: said("boot-entry", 1).flat(),
    confines: said("confines", 1).flat(),
    filters: said("filters", 1).flat(),
    freeMiB: numbers("free-mib"),
    mtus: numbers("mtu"),
    watchdog: said("watchdog", 1).flat().at(0) ?? null,
    nowSec:
      said("now", 1)
        .map(([word]) => Number(word))
        .find(Number.isFinite) ?? null,
    lease: said("lease", 1).flat().at(0) ?? null,
    luns: Object.fromEntries(
      said("lun", 6).map(([wwid = "", device = "", paths, isMapped, bytes, silentSec]) => [
        wwid,
        {
          device,
          paths: number(paths),
          isMapped: isMapped === "yes",
          bytes: number(bytes),
          silentSec: number(silentSec),
          content: Object.fromEntries(
            parts.filter(([of]) => of === wwid).map(([, name, value]) => [oneOf(contents, name), value]),
          ),
        },
      ]),
    ),
  });
}
