/** LUNs that lose a path, all paths of a host, or their last free block. */
import { setTimeout } from "node:timers/promises";
import { lookAtHostsThatAnswer } from "../../rack/look.ts";
import { firstHost, lastHost, type Fault, type HarmedLab, type Lab } from "./fault.ts";
import type { Harm } from "./harms.ts";
import { readPaths } from "./lun-paths.ts";

const pathSec = 30;
/** Longer than OCFS2 waits for the LUN where hosts are emulated. */
const mostSilentSec = 180;
const fullSec = 30;

/** The harm that takes paths of a host to the cluster file system's LUN. */
async function pathsLost(
  lab: HarmedLab,
  machine: string,
  which: (paths: readonly string[]) => readonly string[],
): Promise<Harm> {
  const { directory, plan } = lab;
  const paths = await readPaths({ directory, machine }, plan.filesystem?.lun.wwid ?? "");
  return { kind: "disks", directory, machine, definitions: which(paths) };
}

async function onlyOnePath({ directory, inventory, plan }: Lab): Promise<string | undefined> {
  const [host] = inventory.hosts;
  const paths = await readPaths({ directory, machine: host?.name ?? "" }, plan.filesystem?.lun.wwid ?? "");
  return paths.length > 1
    ? undefined
    : "the lab's hosts have one path to each LUN. Run: npx pulumi config rm -s lab --path crossbed:lunPaths, then npx crossbed down and npx crossbed up lab";
}

const onePath: Fault = {
  name: "one-path-lost",
  text: `one of two paths of the first host to the LUN lost under load, ${pathSec} s, and back`,
  times: 2,
  fences: 0,
  isUnderLoad: true,
  missing: onlyOnePath,
  harm: async (lab) => {
    const harm = await pathsLost(lab, firstHost(lab), (paths) => paths.slice(-1));
    await lab.standing.inflict(harm);
    await setTimeout(pathSec * 1000);
    await lab.untilWritten([firstHost(lab)]);
    await lab.standing.heal(harm);
    await setTimeout(pathSec * 1000);
    return [];
  },
};

/** Waits until the host is gone or knows that it has lost its LUN. */
async function untilGivenUp({ inventory }: Lab, host: string): Promise<void> {
  const end = Date.now() + mostSilentSec * 1000;
  while (Date.now() < end) {
    const { answers } = await lookAtHostsThatAnswer(inventory);
    const seen = answers[host];
    if (seen === undefined || seen.withdrawn.length > 0) return;
    await setTimeout(5000);
  }
}

const allPaths: Fault = {
  name: "all-paths-lost",
  text: `all paths of the last host to the LUN lost until it gives up, at most ${mostSilentSec} s, and back`,
  times: 2,
  isUnderLoad: true,
  silences: (hosts) => hosts.slice(-1),
  harm: async (lab) => {
    const harm = await pathsLost(lab, lastHost(lab), (paths) => paths);
    await lab.standing.inflict(harm);
    await untilGivenUp(lab, lastHost(lab));
    await lab.standing.heal(harm);
    return [];
  },
};

const fullLun: Fault = {
  name: "lun-full",
  text: `the LUN full under load, ${fullSec} s, and room again`,
  times: 2,
  fences: 0,
  isUnderLoad: true,
  harm: async (lab) => {
    const directory = `${lab.plan.filesystem?.mountPoint ?? ""}/faults-full`;
    const harm: Harm = { kind: "space", host: lastHost(lab), directory };
    await lab.standing.inflict(harm);
    await setTimeout(fullSec * 1000);
    await lab.standing.heal(harm);
    return [];
  },
};

export const storageFaults: readonly Fault[] = [onePath, allPaths, fullLun];
