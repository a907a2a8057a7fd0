/** The platforms that have guests, by name. */
import type { GuestVariant } from "./domain.ts";
import { kvm } from "./kvm.ts";
import { xen } from "./xen.ts";

export const guestVariants: Readonly<Record<"kvm" | "xen", GuestVariant>> = { kvm, xen };
