/** What `npm run test:faults` is asked for. */
import { parseArgs } from "node:util";
import { greatestSeed } from "../../base/random.ts";
import type { Fault } from "./fault.ts";

export interface Options {
  readonly stack: string;
  /** Each with how often it is to be tried; where only what the journal lacks is wanted, the most of it. */
  readonly wanted: ReadonlyMap<Fault, number>;
  readonly isMissingOnly: boolean;
  readonly seed: number;
  /** When the file system is checked: after each fault, or once after those that passed. */
  readonly check: "each" | "end";
  readonly isList: boolean;
}

/** Throws an error with one sentence for people where the arguments are wrong. `seed` is taken where none is given. */
export function readOptions(args: readonly string[], faults: readonly Fault[], seed: number): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      times: { type: "string", default: "1" },
      missing: { type: "boolean", default: false },
      stack: { type: "string", default: "kvm-6core" },
      seed: { type: "string", default: String(seed) },
      check: { type: "string", default: "end" },
      list: { type: "boolean", default: false },
    },
  });
  const { only, times, missing, stack, check, list } = values;
  const names = faults.map(({ name }) => name);
  const named = only?.split(",");
  const unknown = (named ?? []).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`--only names ${unknown.join(", ")}; there are: ${names.join(", ")}.`);
  if (!/^[1-9]\d?$/u.test(times)) throw new Error(`--times is ${times}; give a number from 1 to 99.`);
  if (!/^\d{1,10}$/u.test(values.seed) || Number(values.seed) > greatestSeed)
    throw new Error(`--seed is ${values.seed}; give a whole number from 0 to ${greatestSeed}.`);
  if (check !== "each" && check !== "end") throw new Error(`--check is ${check}; give each or end.`);
  const chosen = faults.filter((fault) => named?.includes(fault.name) ?? fault.times > 0);
  return {
    stack,
    wanted: new Map(chosen.map((fault) => [fault, missing ? fault.times : Number(times)])),
    isMissingOnly: missing,
    seed: Number(values.seed),
    check,
    isList: list,
  };
}
