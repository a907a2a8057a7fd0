/** Compares what an inventory says of machines with what they say of themselves: a wrong claim would make numbers wrong silently. */
import { invalidInput, type Problem } from "../base/errors.ts";
import type { HostFacts } from "./facts.ts";
import type { Inventory } from "./inventory.ts";

/** What is compared. */
export type ClaimedHost = Pick<HostFacts, "pcpus" | "memoryMiB" | "bootId"> & {
  readonly interfaces: readonly { readonly name: string; readonly mac: string }[];
};

/** Boot and network cards of a simulator machine. */
export type ClaimedSimulator = Pick<ClaimedHost, "interfaces" | "bootId">;

/** Firmware and kernel keep some of a machine's memory before anybody can count it: at most a sixteenth and 128 MiB. */
const uncountedMiB = (memoryMiB: number): number => memoryMiB / 16 + 128;

/** Returns every claim that a machine contradicts, with the machine's own value; leaves out machines that nobody asked. */
export function validateClaims(
  { hosts, simulators }: Pick<Inventory, "hosts" | "simulators">,
  seenHosts: Readonly<Record<string, ClaimedHost>>,
  seenSimulators: Readonly<Record<string, ClaimedSimulator>> = {},
): Problem[] {
  return [
    ...hosts.flatMap((host, index) => {
      const seen = seenHosts[host.name];
      const path = `hosts[${String(index)}]`;
      return seen === undefined ? [] : [...sizeProblems(host, seen, path), ...cardProblems(host, seen, path)];
    }),
    ...simulators.flatMap((machine, index) => {
      const seen = seenSimulators[machine.name];
      return seen === undefined ? [] : cardProblems(machine, seen, `simulators[${String(index)}]`);
    }),
    ...identityProblems([
      ...hosts.map(({ name }, index) => ({ name, path: `hosts[${String(index)}]`, seen: seenHosts[name] })),
      ...simulators.map(({ name }, index) => ({
        ...{ name, path: `simulators[${String(index)}]` },
        seen: seenSimulators[name],
      })),
    ]),
  ];
}

/** Each boot is one machine's: whoever has another's is that machine by another address. */
function identityProblems(
  machines: readonly { readonly name: string; readonly path: string; readonly seen: ClaimedSimulator | undefined }[],
): Problem[] {
  return machines.flatMap(({ name, path, seen }, index) => {
    const same = machines.slice(0, index).find((other) => seen !== undefined && other.seen?.bootId === seen.bootId);
    return same === undefined
      ? []
      : [
          {
            path: `${path}.ssh`,
            message: `leads to the machine that is ${same.name} already: ${name} and ${same.name} have one boot id. Give the address of another machine.`,
          },
        ];
  });
}

/** Refuses an inventory that its machines contradict: the plan would share out pCPUs that do not exist. */
export function refuseClaims(
  inventory: Pick<Inventory, "name" | "hosts" | "simulators">,
  seenHosts: Readonly<Record<string, ClaimedHost>>,
  seenSimulators: Readonly<Record<string, ClaimedSimulator>> = {},
): void {
  const problems = validateClaims(inventory, seenHosts, seenSimulators);
  if (problems.length > 0) throw invalidInput(`inventory ${inventory.name}`, problems);
}

function sizeProblems(host: Inventory["hosts"][number], seen: ClaimedHost, path: string): Problem[] {
  const { name, pcpus, memoryMiB } = host;
  const problems: Problem[] = [];
  if (pcpus !== seen.pcpus) {
    problems.push({
      path: `${path}.pcpus`,
      message:
        `is ${String(pcpus)}, but ${name} has ${String(seen.pcpus)} switched on. Set it to ${String(seen.pcpus)}, or switch ` +
        `pCPUs on or off there (SMT in the firmware, nosmt or maxcpus on the kernel's command line, smt=off on Xen's).`,
    });
  }
  if (Math.abs(memoryMiB - seen.memoryMiB) > uncountedMiB(Math.max(memoryMiB, seen.memoryMiB))) {
    problems.push({
      path: `${path}.memoryMiB`,
      message: `is ${String(memoryMiB)}, but ${name} has ${String(seen.memoryMiB)}. Set it to ${String(seen.memoryMiB)}.`,
    });
  }
  return problems;
}

function cardProblems(
  { name, interfaces }: Inventory["simulators"][number],
  seen: ClaimedSimulator,
  path: string,
): Problem[] {
  const has = seen.interfaces.map((card) => `${card.name} ${card.mac}`).join(", ");
  return interfaces.flatMap(({ mac, network }, index) =>
    seen.interfaces.some((card) => card.mac === mac)
      ? []
      : [
          {
            path: `${path}.interfaces[${String(index)}].mac`,
            message: `is ${mac}, but no card of ${name} has it (${has === "" ? "none seen" : has}). Give the card that is on ${network}.`,
          },
        ],
  );
}
