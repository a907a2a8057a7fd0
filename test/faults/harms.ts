/** Every harm that lasts until it is undone: as data, so that another process can undo it. */
import type { ProcessOfMachine } from "../../base/process-identity.ts";
import { setBack, stepClock } from "./clocks.ts";
import { endGroup } from "./command-run.ts";
import { letFramesThrough, loseFrames } from "./lab-links.ts";
import { keepOff, letOn, switchOff, switchOn } from "./lab-power.ts";
import type { Connect } from "./ledger.ts";
import { plugIn, unplug } from "./lun-paths.ts";
import { fillUp, freeSpace } from "./lun-space.ts";
import { mountSmall, unmountSmall } from "./small-disk.ts";
import type { Hands } from "./standing-harm.ts";

/** A machine of the lab, by the lab's directory. */
interface LabMachine {
  readonly directory: string;
  readonly machine: string;
}

/** By kind: what one must know to undo it. */
export interface Harms {
  /** The lab's bridges lose the frames that match a rule: chain of ebtables(8), then what they are known by. */
  readonly frames: { readonly namespace: string; readonly rules: readonly (readonly string[])[] };
  /** The machine has no power. */
  readonly power: LabMachine;
  /** Its BMC never switches it on. */
  readonly bmc: LabMachine;
  /** It has lost disks, by libvirt's definitions of them. */
  readonly disks: LabMachine & { readonly definitions: readonly string[] };
  /** Files of a host fill its file system. */
  readonly space: { readonly host: string; readonly directory: string };
  /** Its clock is ahead by so much. */
  readonly clock: { readonly machine: string; readonly aheadSec: number };
  /** A small file system of this machine's is mounted. */
  readonly disk: { readonly mountPoint: string };
  /** A command is at work, with all that it started. */
  readonly command: { readonly process: ProcessOfMachine };
}

export type Harm = { readonly [Kind in keyof Harms]: { readonly kind: Kind } & Harms[Kind] }[keyof Harms];

/** What does each of them and what undoes it. A command is only ever noted: it is there before its number is known. */
export function handsOf(connect: Connect): Hands {
  const inflict: { readonly [Kind in keyof Harms]: (harm: Harms[Kind]) => Promise<void> } = {
    frames: loseFrames,
    power: switchOff,
    bmc: keepOff,
    disks: unplug,
    space: (harm) => connect((remote) => fillUp(remote, harm)),
    clock: (harm) => connect((remote) => stepClock(remote, harm)),
    disk: mountSmall,
    command: () => Promise.resolve(),
  };
  const heal: typeof inflict = {
    frames: letFramesThrough,
    power: switchOn,
    bmc: letOn,
    disks: plugIn,
    space: (harm) => connect((remote) => freeSpace(remote, harm)),
    clock: (harm) => connect((remote) => setBack(remote, harm)),
    disk: unmountSmall,
    command: ({ process }) => endGroup(process),
  };
  // The kind of a harm says which of the functions takes it.
  const by = (table: typeof inflict) => (harm: Harm) => (table[harm.kind] as (harm: Harm) => Promise<void>)(harm);
  return { inflict: by(inflict), heal: by(heal) };
}
