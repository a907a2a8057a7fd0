/** What a fault is, and what it works with. */
import type { Inventory } from "../../rack/inventory.ts";
import type { TestbedPlan } from "../../stacks/plan.ts";
import type { Connect } from "./ledger.ts";
import type { StandingHarm } from "./standing-harm.ts";

export interface Fault {
  readonly name: string;
  readonly text: string;
  /** How often it is to be tried; 0 of one that is tried only when it is named. */
  readonly times: number;
  /** Hosts that are cut off for it where GFS2 is shared; absent where that is open. */
  readonly fences?: 0 | 1;
  /** How long nothing may be written to GFS2 at least, for it is not known whether a lost host is off. */
  readonly standstillSec?: number;
  /** Hosts that may end to write without being cut off. */
  readonly silences?: (hosts: readonly string[]) => readonly string[];
  /** Whether requests arrive meanwhile. */
  readonly isUnderLoad?: true;
  /** Whether it takes the testbed down itself: nothing writes meanwhile, and guests' disks go. */
  readonly takesDown?: true;
  /** Why it cannot be tried on this lab. */
  readonly missing?: (lab: Lab) => Promise<string | undefined>;
  /** Resolves, with the harm healed or on record, to what was not as it must be. */
  readonly harm: (lab: HarmedLab) => Promise<readonly string[]>;
  /** Takes the stack down while a host is gone, and has the host return; resolves to what was not as it must be. */
  readonly wayOut?: (lab: HarmedLab) => Promise<readonly string[]>;
}

/** The lab, with the testbed on it. */
export interface Lab {
  readonly project: string;
  readonly stack: string;
  readonly directory: string;
  readonly namespace: string;
  readonly inventory: Inventory;
  readonly plan: TestbedPlan;
}

export interface HarmedLab extends Lab {
  readonly say: (line: string) => void;
  /** What is harmed now: a harm is on record before it is done. */
  readonly standing: StandingHarm;
  /** New connections to hosts and simulators. */
  readonly connect: Connect;
  /** Decides every moment that is left to chance. */
  readonly random: () => number;
  /** Waits until each of these hosts has acknowledged some records more. */
  readonly untilWritten: (hosts: readonly string[]) => Promise<void>;
}

export const firstHost = ({ inventory }: Lab): string => inventory.hosts[0]?.name ?? "";
export const lastHost = ({ inventory }: Lab): string => inventory.hosts.at(-1)?.name ?? "";
/** All hosts but one. */
export const othersThan = ({ inventory }: Lab, host: string): string[] =>
  inventory.hosts.map(({ name }) => name).filter((name) => name !== host);
