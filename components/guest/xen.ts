/** Guests under Xen: PVHVM, as in the study; Xen's own drivers for disks and network cards. */
import type { GuestVariant } from "./domain.ts";

export const xen: GuestVariant = {
  scheme: "xen",
  driver: "libxl",
  type: "xen",
  machine: "xenfv",
  stylesheet: new URL("xen.xslt", import.meta.url),
};
