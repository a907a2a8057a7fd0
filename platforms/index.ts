/** The platforms. Everything that lists or tells them apart by name follows from this object. */
import { bare } from "./bare.ts";
import { container } from "./container.ts";
import { kvm } from "./kvm.ts";
import { localUri, type PlatformRecord } from "./platform.ts";
import { xen } from "./xen.ts";

export const platforms = { bare, kvm, xen, container } as const satisfies Readonly<Record<string, PlatformRecord>>;

export type Platform = keyof typeof platforms;

/** Their names, for schemas and messages. */
export const platformNames = Object.keys(platforms) as [Platform, ...Platform[]];

/** The record of a platform. */
export function platformOf(name: Platform): PlatformRecord {
  return platforms[name];
}

/** A platform as people write it. Results of another version may name a platform that this one does not know: that name stands for itself. */
export function platformTitle(name: string): string {
  return (platforms as Readonly<Record<string, PlatformRecord>>)[name]?.title ?? name;
}

/** Every connection of libvirt's that a host may have guests on, whatever it boots. */
export const libvirtUris: readonly string[] = Object.values<PlatformRecord>(platforms)
  .map(({ libvirt }) => localUri(libvirt))
  .filter((uri) => uri !== "");

/** Boot entries that an inventory must name for a host, and roles that its shared LUNs may have. */
export const bootEntryNames: readonly string[] = [...new Set(Object.values(platforms).map(({ boot }) => boot.entry))];
export const sharedLunRoles: readonly string[] = Object.values<PlatformRecord>(platforms).flatMap(({ shared }) =>
  shared === undefined ? [] : [shared.lun],
);

/** Memory of the domain that manages the others, where a hypervisor has one. */
export const controlDomainMiB =
  Object.values<PlatformRecord>(platforms).find(({ hostShare }) => hostShare === "control-domain")?.hostReserveMiB ?? 0;

/** Role of the LUN that holds the guest image, which every platform reads and none writes. */
export const backupRole = "backup";
