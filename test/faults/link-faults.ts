/** Links between the hosts, cut and healed. */
import { setTimeout } from "node:timers/promises";
import type { Fault, HarmedLab } from "./fault.ts";
import type { Harm } from "./harms.ts";
import { cutRules, type Cut } from "./lab-links.ts";
import { takeDown } from "./way-out.ts";

const links = ["interconnect", "management"] as const;
const both: Cut = { roles: links, who: "between" };
/** Twice what a silent host has until it counts as lost, where hosts are emulated. */
const oneSec = 40;
export const bothSec = 90;

export function cutHarm({ namespace, inventory }: HarmedLab, cut: Cut): Harm {
  return { kind: "frames", namespace, rules: cutRules(inventory, cut) };
}

function cutFault(name: string, what: string, seconds: number, cut: Cut, rest: Pick<Fault, "times" | "fences">): Fault {
  return {
    ...rest,
    name,
    text: `${what} cut, ${seconds} s`,
    isUnderLoad: true,
    harm: async (lab) => {
      const harm = cutHarm(lab, cut);
      await lab.standing.inflict(harm);
      await setTimeout(seconds * 1000);
      await lab.standing.heal(harm);
      return [];
    },
  };
}

/** A host is cut off, the other goes on; `up` cannot work while they do not hear each other, `down` can. */
const bothForGood: Fault = {
  name: "both-cut-for-good",
  text: "interconnect and management between the hosts cut for good; the stack is taken down meanwhile; then they are back",
  times: 3,
  fences: 1,
  harm: async (lab) => {
    await lab.standing.inflict(cutHarm(lab, both));
    await setTimeout(bothSec * 1000);
    return [];
  },
  wayOut: async (lab) => {
    const problems = await takeDown(lab);
    await lab.standing.healAll();
    return problems;
  },
};

export const linkFaults: readonly Fault[] = [
  cutFault(
    "interconnect-cut",
    "interconnect between the hosts",
    oneSec,
    { roles: ["interconnect"], who: "between" },
    { times: 3, fences: 0 },
  ),
  cutFault(
    "management-cut",
    "management between the hosts",
    oneSec,
    { roles: ["management"], who: "between" },
    { times: 3, fences: 0 },
  ),
  cutFault("both-cut", "interconnect and management between the hosts", bothSec, both, { times: 3, fences: 1 }),
  bothForGood,
  cutFault(
    "host-cut-off",
    "interconnect and management of the last host",
    bothSec,
    { roles: links, who: "last host" },
    { times: 0, fences: 1 },
  ),
];
