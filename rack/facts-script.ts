/** Texts of the scripts by which machines tell of themselves, with what the platforms' records add to them. */
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

const scriptOf = (name: string): string => readFileSync(new URL(`scripts/${name}.sh`, import.meta.url), "utf8");

/** What both scripts find in front of them. */
const inFront = [
  pathLine,
  renderPlatformTable(platforms),
  scriptOf("reading"),
  ...Object.values<PlatformRecord>(platforms).flatMap(({ facts }) =>
    facts === undefined ? [] : [readFileSync(facts, "utf8")],
  ),
];

/** Packages whose version may change a number: those that the platforms ask for, and what runs between load and service. */
const packages = [
  ...new Set([
    ...Object.values<PlatformRecord>(platforms).flatMap(({ requirements }) =>
      requirements.flatMap(({ packages: named }) => Object.values(named).filter((name) => name !== null)),
    ),
    ...["libvirt-daemon", "qemu-system-x86", "qemu-system-xen", "qemu-kvm", "seabios", "xen-hypervisor-common"],
    ...["multipath-tools", "device-mapper-multipath", "osmo-stp", "libosmo-sigtran", "sip-tester", "sipp", "kamailio"],
    ...["systemd", "chrony", "openssh-server"],
  ]),
].toSorted();

/** The whole script by which a host says what it is: it needs no values, reads no stdin and changes nothing. */
export const factsScript: string = [...inFront, scriptOf("facts")].join("\n");

/** The whole script by which any machine says under which conditions it works; likewise. */
export const conditionsScript: string = [...inFront, `packages='${packages.join(" ")}'`, scriptOf("conditions")].join(
  "\n",
);
