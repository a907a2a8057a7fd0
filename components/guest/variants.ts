/** What a platform decides of its guests: the file here that bears its name. */
import { platformOf, type Platform } from "../../platforms/index.ts";
import type { DomainVariant, GuestVariant } from "./domain.ts";

/** The variant of a platform that has guests of libvirt's. */
export async function guestVariantOf(platform: Platform): Promise<GuestVariant> {
  const { libvirt } = platformOf(platform);
  if (libvirt === undefined) throw new RangeError(`platform ${platform} does not use libvirt`);
  const { variant } = (await import(`./${platform}.ts`)) as {
    readonly variant: DomainVariant;
  };
  return { ...libvirt, ...variant };
}
