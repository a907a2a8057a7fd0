/** Text of the script by which a host says what it is: `scripts/facts.sh` with what the platforms' records add to it. */
import { readFileSync } from "node:fs";
import { platforms } from "../platforms/index.ts";
import type { PlatformRecord } from "../platforms/platform.ts";
import { pathLine } from "./paths.ts";

/** One line a platform, words as `facts.sh` reads them; `-` for what it has not. */
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

/** The whole script: it needs no values, reads no stdin and changes nothing. */
export const factsScript: string = [
  pathLine,
  renderPlatformTable(platforms),
  ...Object.values<PlatformRecord>(platforms).flatMap(({ facts }) =>
    facts === undefined ? [] : [readFileSync(facts, "utf8")],
  ),
  readFileSync(new URL("scripts/facts.sh", import.meta.url), "utf8"),
].join("\n");
