/** The faults that a testbed is harmed by, in the order in which they are tried. */
import { setTimeout } from "node:timers/promises";
import type { Inventory } from "../../rack/inventory.ts";
import { cutLinks, loseFrames, type Cut } from "./lab-links.ts";
import { keepOff, switchPower } from "./lab-power.ts";
import { takeDownWithout } from "./lost-for-good.ts";

export interface Fault {
  readonly name: string;
  readonly text: string;
  /** Whether a host must be cut off for it where GFS2 is shared. */
  readonly isFenced: boolean;
  /** How long nothing may be written to GFS2 at least, for it is not known whether a lost host is off. */
  readonly standstillSec?: number;
  readonly harm: (lab: HarmedLab) => Promise<void>;
  /** Takes the stack down while a host is gone, and has the host return; resolves to what was not as it must be. */
  readonly wayOut?: (lab: HarmedLab & { readonly project: string; readonly stack: string }) => Promise<string[]>;
}

export interface HarmedLab {
  readonly directory: string;
  readonly namespace: string;
  readonly inventory: Inventory;
}

const faultSec = 90;
const both = ["interconnect", "management"] as const;

/** Heals after a while, whatever happens. */
async function during(heal: () => Promise<void>): Promise<void> {
  try {
    await setTimeout(faultSec * 1000);
  } finally {
    await heal();
  }
}

function cutFault(name: string, text: string, isFenced: boolean, cut: Cut): Fault {
  const harm = async ({ namespace, inventory }: HarmedLab): Promise<void> => {
    await during(await cutLinks(namespace, inventory, cut));
  };
  return { name, text: `${text} cut, ${String(faultSec)} s`, isFenced, harm };
}

/** Its QEMU ends without a word, as a machine does that loses its power. */
async function cutPower(lab: HarmedLab, which: 0 | -1): Promise<void> {
  await switchPower(lab.directory, "destroy", lab.inventory.hosts.at(which)?.name ?? "");
}

function powerFault(name: string, which: 0 | -1): Fault {
  const harm = async (lab: HarmedLab): Promise<void> => {
    await cutPower(lab, which);
    await setTimeout(faultSec * 1000);
  };
  return { name, text: `power of the ${which === 0 ? "first" : "last"} host cut`, isFenced: true, harm };
}

const silentBmc: Fault = {
  name: "silent-bmc",
  text: `power of the last host cut while no BMC answers, ${String(faultSec)} s`,
  isFenced: true,
  standstillSec: faultSec,
  harm: async (lab) => {
    const addresses = lab.inventory.hosts.flatMap(({ fencing }) =>
      fencing !== undefined && "address" in fencing ? [fencing.address] : [],
    );
    const rules = addresses.map((address) => ["INPUT", "-p", "IPv4", "--ip-destination", address]);
    const heal = await loseFrames(lab.namespace, rules);
    try {
      await cutPower(lab, -1);
    } finally {
      await during(heal);
    }
  },
};

const lostForGood: Fault = {
  name: "host-lost-for-good",
  text: `power of the last host gone for good, ${String(faultSec)} s; the stack is taken down without it; then it is back`,
  isFenced: true,
  harm: async (lab) => {
    await keepOff(lab.directory, lab.inventory.hosts.at(-1)?.name ?? "");
    await cutPower(lab, -1);
    await setTimeout(faultSec * 1000);
  },
  wayOut: takeDownWithout,
};

export const faults: readonly Fault[] = [
  cutFault("both-cut", "interconnect and management between the hosts", true, { roles: both, who: "between" }),
  cutFault("host-cut-off", "interconnect and management of the last host", true, { roles: both, who: "last host" }),
  cutFault("interconnect-cut", "interconnect between the hosts", false, { roles: ["interconnect"], who: "between" }),
  cutFault("management-cut", "management between the hosts", false, { roles: ["management"], who: "between" }),
  powerFault("power-cut-passive", -1),
  powerFault("power-cut-active", 0),
  silentBmc,
  lostForGood,
];
