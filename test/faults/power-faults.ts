/** Hosts that lose their power. */
import { setTimeout } from "node:timers/promises";
import { firstHost, lastHost, othersThan, type Fault, type HarmedLab } from "./fault.ts";
import type { Harm } from "./harms.ts";
import { bothSec } from "./link-faults.ts";
import { takeDownWithout } from "./way-out.ts";

/** Cuts the power of a host; it is back once the others go on. */
export async function losePower(lab: HarmedLab, machine: string): Promise<void> {
  const harm: Harm = { kind: "power", directory: lab.directory, machine };
  await lab.standing.inflict(harm);
  await lab.untilWritten(othersThan(lab, machine));
  await lab.standing.heal(harm);
}

function powerFault(name: string, text: string, which: (lab: HarmedLab) => string): Fault {
  return {
    name,
    text,
    times: 3,
    fences: 1,
    isUnderLoad: true,
    harm: async (lab) => {
      await losePower(lab, which(lab));
      return [];
    },
  };
}

/** Frames to what switches the hosts' power. */
function bmcRules({ inventory }: HarmedLab): string[][] {
  const addresses = inventory.hosts.flatMap(({ fencing }) =>
    fencing !== undefined && "address" in fencing ? [fencing.address] : [],
  );
  return addresses.map((address) => ["INPUT", "-p", "IPv4", "--ip-destination", address]);
}

const silentBmc: Fault = {
  name: "silent-bmc",
  text: `power of the last host cut while no BMC answers, ${bothSec} s`,
  times: 2,
  fences: 1,
  standstillSec: bothSec,
  harm: async (lab) => {
    const silence: Harm = { kind: "frames", namespace: lab.namespace, rules: bmcRules(lab) };
    await lab.standing.inflict(silence);
    const power: Harm = { kind: "power", directory: lab.directory, machine: lastHost(lab) };
    await lab.standing.inflict(power);
    await setTimeout(bothSec * 1000);
    await lab.standing.heal(silence);
    await lab.untilWritten(othersThan(lab, lastHost(lab)));
    await lab.standing.heal(power);
    return [];
  },
};

const lostForGood: Fault = {
  name: "host-lost-for-good",
  text: `power of the last host gone for good, ${bothSec} s; the stack is taken down without it; then it is back`,
  times: 0,
  fences: 1,
  harm: async (lab) => {
    const machine = { directory: lab.directory, machine: lastHost(lab) };
    // Healed the other way round: the power stays off until its BMC can switch it on.
    await lab.standing.inflict({ kind: "bmc", ...machine });
    await lab.standing.inflict({ kind: "power", ...machine });
    await setTimeout(bothSec * 1000);
    return [];
  },
  wayOut: takeDownWithout,
};

export const powerFaults: readonly Fault[] = [
  powerFault("power-cut-passive", "power of the last host cut under load", lastHost),
  powerFault("power-cut-active", "power of the first host, which serves the load, cut", firstHost),
  silentBmc,
  lostForGood,
];
