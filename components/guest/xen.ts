/** Guests under Xen: PVHVM, as in the study; Xen's own drivers for disks and network cards. */
import type { DomainVariant } from "./domain.ts";

export const variant: DomainVariant = {
  type: "xen",
  machine: "xenfv",
  // libxl gives its helpers ten seconds each: too few on a busy host while another guest boots on its processor.
  bootsAlone: true,
  stylesheet: new URL("xen.xslt", import.meta.url),
  helpers: {
    // Where AppArmor lets libvirt run it.
    "/etc/xen/scripts/crossbed-vif": new URL("scripts/xen-vif.sh", import.meta.url),
    "wake-guest": new URL("scripts/wake-guest.sh", import.meta.url),
    "guest-stalled": new URL("scripts/guest-stalled.sh", import.meta.url),
  },
};
