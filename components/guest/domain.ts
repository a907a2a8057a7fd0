/** What a platform decides of a guest's libvirt domain; the rest is the same everywhere. */
import { readFileSync } from "node:fs";
import type { LibvirtDriver } from "../../platforms/platform.ts";
import { consoleLog } from "../../rack/paths.ts";
import { renderCpuList } from "../../rack/topology.ts";
import type { GuestShare } from "../pinning/plan.ts";

export interface DomainVariant {
  /** libvirt's domain type. */
  readonly type: string;
  readonly machine: string;
  /** Whether a host starts its next guest only when this one has booted. */
  readonly bootsAlone: boolean;
  /** The platform's templates for `domain.xslt`, the transformation of the provider's definition. */
  readonly templates: string;
  /** Programs that its guests need on their hosts, by path, or by name where they lie among Crossbed's state. */
  readonly helpers: Readonly<Record<string, URL>>;
}

export type GuestVariant = DomainVariant & LibvirtDriver;

const stylesheet = readFileSync(new URL("domain.xslt", import.meta.url), "utf8");

/** What libvirt's cputune holds of a guest's pCPUs. Pins are numbers: nothing to escape. */
export function renderTune({ pins, emulator }: GuestShare): string {
  const vcpus = pins.map((pcpu, vcpu) => `<vcpupin vcpu="${String(vcpu)}" cpuset="${String(pcpu)}"/>`);
  const beside = emulator.length === 0 ? "" : `<emulatorpin cpuset="${renderCpuList(emulator)}"/>`;
  return vcpus.join("") + beside;
}

/** The stylesheet of a guest whose disks lie in `directory`. The path is a plan's: nothing to escape. */
export function domainXslt(
  { templates }: Pick<DomainVariant, "templates">,
  share: GuestShare,
  directory: string,
): string {
  const words = {
    PLATFORM: templates,
    DIRECTORY: directory,
    CONSOLE: consoleLog("{/domain/name}"),
    PINS: renderTune(share),
  };
  return Object.entries(words).reduce((text, [word, value]) => text.replaceAll(`@${word}@`, value), stylesheet);
}

/**
 * A kernel command line as the provider wants and reads it back: its settings in one map, the words without a value in
 * another, both sorted.
 */
export function commandLineMaps(line: string): Record<string, string>[] {
  const words = line.split(" ").filter((word) => word !== "");
  const settings = words.filter((word) => word.includes("="));
  const flags = words.filter((word) => !word.includes("="));
  return [
    ...(settings.length === 0
      ? []
      : [
          Object.fromEntries(
            settings.map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
          ),
        ]),
    ...(flags.length === 0 ? [] : [{ _: flags.toSorted().join(" ") }]),
  ];
}
