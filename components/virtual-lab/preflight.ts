/**
 * Finds out which parts of a lab are alive, so that the next `up` repairs the others. It reads a few files under /proc and the lab's
 * directory and changes nothing. Each part gets its *incarnation*, an input of its resource: the recorded one while it is
 * alive, one more when it is dead. So a preview shows the repair, and after the repair nothing differs.
 */
import { readFileSync, statfsSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { CrossbedError } from "../../base/errors.ts";
import { here, startTicks } from "../../base/process-identity.ts";
import type { LabPlan } from "./plan.ts";
import { firstPort, portRange } from "./ports.ts";

/** Incarnation by thing: `namespace`, `virtlogd`, `libvirtd`, `forward-<machine>`, `bmc-<machine>`, `<domain>`, `<domain>.clear`. */
export type Incarnations = Readonly<Record<string, number>>;

/** The magic number of nsfs (statfs(2)): after a reboot the name of a namespace can be a plain file. */
const nsfsMagic = 0x6e736673;

export function readIncarnations(plan: LabPlan): Incarnations {
  const namespace = namespaceInode(plan.namespace);
  const isInNamespace = (pid: number): boolean => namespace !== undefined && inode(`/proc/${pid}/ns/net`) === namespace;
  const alive: Record<string, boolean> = { namespace: namespace !== undefined };
  for (const daemon of ["virtlogd", "libvirtd"]) {
    const pid = recordedProcess(plan.directory, daemon);
    alive[daemon] = pid !== undefined && isInNamespace(pid);
  }
  for (const { machine } of plan.bmcs) {
    const pid = recordedProcess(plan.directory, `bmc-${machine}`);
    alive[`bmc-${machine}`] = pid !== undefined && isInNamespace(pid);
  }
  for (const { name, domain } of plan.machines) {
    alive[`forward-${name}`] = recordedProcess(plan.directory, `forward-${name}`) !== undefined;
    const pid = Number(readText(join(plan.directory, "run", "qemu", `${domain}.pid`)));
    const runs = pid > 0 && isInNamespace(pid) && readText(`/proc/${pid}/cmdline`).includes(`guest=${domain},`);
    alive[domain] = runs;
    // Defined, and not the one that was recorded: a creation that failed or was cut short.
    const defined = /<uuid>([0-9a-f-]+)<\/uuid>/.exec(
      readText(join(plan.directory, "etc", "qemu", `${domain}.xml`)),
    )?.[1];
    const recorded = readText(join(plan.directory, "incarnations", `${domain}.uuid`)).trim();
    alive[`${domain}.clear`] = defined === undefined || defined === recorded;
  }
  return Object.fromEntries(
    Object.entries(alive).map(([thing, isAlive]) => {
      const last = Number(readText(join(plan.directory, "incarnations", thing)));
      return [thing, last > 0 && isAlive ? last : last + 1] as const;
    }),
  );
}

/** First of the lab's loopback ports: the recorded one, else the first block that is free. Error: `missing_prerequisite`. */
export async function chooseFirstPort(plan: LabPlan): Promise<number> {
  const recorded = Number(readText(join(plan.directory, "first-port")));
  if (recorded > 0) return recorded;
  for (let attempt = 0; attempt < 100; attempt++) {
    const first = firstPort(plan.name, attempt);
    const free = await Promise.all(plan.machines.map((_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new CrossbedError("missing_prerequisite", "no free ports for the lab's machines on the loopback.", {
    where: `lab ${plan.name}`,
    hint: `Stop what listens on 127.0.0.1 between ${String(portRange.from)} and ${String(portRange.to)}.`,
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, "127.0.0.1", () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

/** Number of a recorded process that still runs: number, start time and boot must all agree. */
function recordedProcess(directory: string, thing: string): number | undefined {
  const [pid, started, bootId] = readText(join(directory, "run", `${thing}.process`))
    .trim()
    .split(" ");
  // A record without a boot is of an earlier version.
  if (pid === undefined || !/^\d+$/.test(pid) || (bootId ?? here().bootId) !== here().bootId) return undefined;
  const ticks = startTicks(Number(pid));
  return ticks !== undefined && ticks === started ? Number(pid) : undefined;
}

function namespaceInode(name: string): number | undefined {
  const path = `/run/netns/${name}`;
  try {
    return statfsSync(path).type === nsfsMagic ? inode(path) : undefined;
  } catch {
    return undefined;
  }
}

function inode(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
