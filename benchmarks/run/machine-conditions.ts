/** Asks at the start of a run under which conditions its machines work: a governor may have changed since the testbed was built. */
import type { Warning } from "../../base/errors.ts";
import { conditionWarnings, parseConditions, type MachineConditions } from "../../rack/conditions.ts";
import { conditionsScript } from "../../rack/facts-script.ts";
import type { Remote } from "../../rack/remote.ts";
import type { BenchmarkRequest } from "./request.ts";

export interface Conditions {
  /** Of hosts, simulators and guests, by name. */
  readonly facts: ReadonlyMap<string, MachineConditions>;
  readonly warnings: readonly Warning[];
}

/** Stands above what a machine says: a login may print something ahead of it. */
const firstLine = "conditions of this machine:";

/** What follows the first line; everything where there is none, for the reader to refuse. */
function withoutLogin(printed: string): string {
  const lines = printed.split("\n");
  return lines.slice(lines.lastIndexOf(firstLine) + 1).join("\n");
}

/** Asks every machine of the request, all at once. Throws what `Remote.run` throws: nothing has been measured yet. */
export async function askConditions(remote: Remote, request: BenchmarkRequest): Promise<Conditions> {
  const { hosts, simulators, guests } = request;
  const machines = [
    ...hosts.map(({ name, facts, cards }) => ({ name, facts, cards })),
    ...simulators.map(({ name, cards }) => ({ name, facts: {}, cards })),
    ...guests.map(({ name }) => ({ name, facts: {}, cards: {} })),
  ];
  const facts = new Map(
    await Promise.all(
      machines.map(async ({ name, facts: known, cards }) => {
        const printed = await remote.run(name, "bash -s", `echo '${firstLine}'\n${conditionsScript}`);
        const said = parseConditions(name, withoutLogin(printed), cards);
        return [name, { ...known, ...said }] as const;
      }),
    ),
  );
  const of = (list: readonly { readonly name: string }[]) =>
    list.map(({ name }) => ({ name, facts: facts.get(name) ?? {} }));
  return {
    facts,
    warnings: [
      ...conditionWarnings("hosts", of(hosts)),
      ...conditionWarnings("simulators", of(simulators)),
      ...conditionWarnings("guests", of(guests)),
    ],
  };
}
