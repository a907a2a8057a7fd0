/** Guests under KVM: virtio disks and network cards, the host's own processor model. */
import type { DomainVariant } from "./domain.ts";

export const variant: DomainVariant = {
  type: "kvm",
  machine: "pc",
  bootsAlone: false,
  stylesheet: new URL("kvm.xslt", import.meta.url),
  helpers: {},
};
