/** Composes the scripts by which machines describe themselves, with what the platforms' records add to them. */
import { readFileSync } from "node:fs";
import { platforms } from "../platforms/index.ts";
import { betweenLoadAndService } from "../platforms/packages.ts";
import type { PlatformRecord } from "../platforms/platform.ts";
import { variablesLine } from "./script-variables.ts";

/** One line for each platform, in words that `facts.sh` reads; `-` for what the platform does not have. */
export function renderPlatformTable(records: Readonly<Record<string, PlatformRecord>>): string {
  const lines = Object.entries(records).map(([name, { boot, hasHypervisor, libvirt }]) =>
    [
      name,
      hasHypervisor ? "hypervisor" : "-",
      boot.hypervisorType || "-",
      boot.device || "-",
      libvirt?.scheme ?? "-",
      libvirt?.driver ?? "-",
    ].join(" "),
  );
  return `platforms='${lines.join("\n")}'\n`;
}

const scriptOf = (name: string): string => readFileSync(new URL(`scripts/${name}.sh`, import.meta.url), "utf8");

/** The text that stands in front of both scripts. */
const inFront = [
  variablesLine,
  renderPlatformTable(platforms),
  scriptOf("reading"),
  ...Object.values<PlatformRecord>(platforms).flatMap(({ facts }) =>
    facts === undefined ? [] : [readFileSync(facts, "utf8")],
  ),
];

/** Packages whose version may change a number: those that the platforms require, and those that run between load and service. */
const packages = [
  ...new Set([
    ...Object.values<PlatformRecord>(platforms).flatMap(({ requirements }) =>
      requirements.flatMap(({ packages: named }) => Object.values(named).filter((name) => name !== null)),
    ),
    ...betweenLoadAndService,
  ]),
].toSorted();

/** The whole script that says what a host is: it needs no values, reads no stdin and changes nothing. */
export const factsScript: string = [...inFront, scriptOf("facts")].join("\n");

/** The whole script that says under which conditions a machine works; it needs and changes nothing either. */
export const conditionsScript: string = [...inFront, `packages='${packages.join(" ")}'`, scriptOf("conditions")].join(
  "\n",
);
