/** Under which conditions the machines of a run work, asked when it begins: a governor may have changed since the testbed was built. */
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
        const said = parseConditions(name, await remote.run(name, "bash -s", conditionsScript), cards);
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
