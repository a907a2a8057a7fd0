/** Guests under Xen: PVHVM, as in the study; Xen's own drivers for disks and network cards. */
import { readFileSync } from "node:fs";
import type { DomainVariant } from "./domain.ts";

/** Where AppArmor lets libvirt run it. */
const cardScript = "/etc/xen/scripts/crossbed-vif";

export const variant: DomainVariant = {
  type: "xen",
  machine: "xenfv",
  // libxl gives its helpers ten seconds each: too few on a busy host while another guest boots on its processor.
  bootsAlone: true,
  templates: readFileSync(new URL("xen.xslt", import.meta.url), "utf8").replace("@CARD_SCRIPT@", cardScript),
  helpers: {
    [cardScript]: new URL("scripts/xen-vif.sh", import.meta.url),
    "wake-guest": new URL("scripts/wake-guest.sh", import.meta.url),
    "guest-stalled": new URL("scripts/guest-stalled.sh", import.meta.url),
  },
};
