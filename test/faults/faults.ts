/** The faults that a testbed is harmed by, in the order in which they are tried. */
import { setTimeout } from "node:timers/promises";
import type { Inventory } from "../../rack/inventory.ts";
import { cutLinks, type Cut } from "./lab-links.ts";

export interface Fault {
  readonly name: string;
  readonly text: string;
  /** Whether a host must be cut off for it where GFS2 is shared. */
  readonly isFenced: boolean;
  readonly harm: (lab: HarmedLab) => Promise<void>;
}

export interface HarmedLab {
  readonly namespace: string;
  readonly inventory: Inventory;
}

const cutSec = 90;

function cutFault(name: string, text: string, isFenced: boolean, cut: Cut): Fault {
  return {
    name,
    text,
    isFenced,
    harm: async ({ namespace, inventory }) => {
      const heal = await cutLinks(namespace, inventory, cut);
      try {
        await setTimeout(cutSec * 1000);
      } finally {
        await heal();
      }
    },
  };
}

const both = ["interconnect", "management"] as const;

export const faults: readonly Fault[] = [
  cutFault("both-cut", `interconnect and management between the hosts cut, ${String(cutSec)} s`, true, {
    roles: both,
    who: "between",
  }),
  cutFault("host-cut-off", `interconnect and management of the last host cut, ${String(cutSec)} s`, true, {
    roles: both,
    who: "last host",
  }),
  cutFault("interconnect-cut", `interconnect between the hosts cut, ${String(cutSec)} s`, false, {
    roles: ["interconnect"],
    who: "between",
  }),
  cutFault("management-cut", `management between the hosts cut, ${String(cutSec)} s`, false, {
    roles: ["management"],
    who: "between",
  }),
];
