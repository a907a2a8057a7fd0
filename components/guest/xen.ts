/** Guests under Xen: PVHVM, as in the study; Xen's own drivers for disks and network cards. */
import type { GuestVariant } from "./domain.ts";

export const xen: GuestVariant = {
  scheme: "xen",
  driver: "libxl",
  type: "xen",
  machine: "xenfv",
  // libxl gives its helpers ten seconds each, too few on a busy host whose processor another guest boots on.
  bootsAlone: true,
  stylesheet: new URL("xen.xslt", import.meta.url),
};
