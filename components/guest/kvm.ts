/** Guests under KVM: virtio disks and network cards, the host's own processor model. */
import type { GuestVariant } from "./domain.ts";

export const kvm: GuestVariant = {
  scheme: "qemu",
  driver: "qemu",
  type: "kvm",
  machine: "pc",
  bootsAlone: false,
  stylesheet: new URL("kvm.xslt", import.meta.url),
};
