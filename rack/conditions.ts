/** The conditions under which machines work, as `scripts/conditions.sh` prints them: a name and a value in the machine's own words. */
import { CrossbedError, type Warning } from "../base/errors.ts";

/** By name, such as `governor`. What a machine does not say is absent. */
export type MachineConditions = Readonly<Record<string, string>>;

/** What a report calls a card, such as `card traffic1 (traffic)`, by its MAC address. */
export type CardNames = Readonly<Record<string, string>>;

/**
 * Reads what the script printed on `machine`. Cards that `cards` lists get their names from it; others are left out.
 * @throws CrossbedError `malformed` for a line without a name or a value.
 */
export function parseConditions(machine: string, text: string, cards: CardNames = {}): MachineConditions {
  const entries = text
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line): [string, string][] => {
      const [name = "", value, ...more] = line.split("\t");
      if (name === "" || value === undefined || value === "" || more.length > 0) {
        throw new CrossbedError("malformed", `its answer about its conditions is malformed: ${line}`, {
          where: machine,
          hint: "Run rack/scripts/conditions.sh there by hand to see its answer.",
        });
      }
      const mac = /^card (.+)$/u.exec(name)?.[1];
      if (mac === undefined) return [[name, value]];
      const known = cards[mac];
      return known === undefined ? [] : [[known, value]];
    });
  return Object.fromEntries(entries);
}

/** Words of a kernel's command line that name this machine's own disks: they differ and change nothing. */
const ownWords = /(?:^| )(?:root|resume|BOOT_IMAGE|rootflags|initrd)=\S*/gu;

/**
 * One warning for each condition in which machines of a kind differ, whether all of them say it or some: a report would take such a
 * difference for one of what the machines carry. `kind` is their common name, such as `hosts`.
 */
export function conditionWarnings(
  kind: string,
  machines: readonly { readonly name: string; readonly facts: MachineConditions }[],
): Warning[] {
  const names = [...new Set(machines.flatMap(({ facts }) => Object.keys(facts)))];
  const differing = names.flatMap((name): Warning[] => {
    const values = machines.map(({ facts }) => facts[name]);
    if (new Set(values.map((value) => value?.replaceAll(ownWords, ""))).size === 1) return [];
    const each = machines.map((machine, index) => `${machine.name} ${values[index] ?? "does not say"}`);
    return [{ about: `${name} of the ${kind}`, text: `The ${kind} differ in ${name}: ${each.join("; ")}.` }];
  });
  const free = machines.filter(({ facts }) => facts["clock synchronised"] === "no").map(({ name }) => name);
  if (free.length === 0) return differing;
  const text = `Nothing keeps the clock in time on ${free.join(", ")}.`;
  return [...differing, { about: `clocks of the ${kind}`, text }];
}
