/** Guests under KVM: virtio disks and network cards, the host's own processor model. */
import { readFileSync } from "node:fs";
import type { DomainVariant } from "./domain.ts";

export const variant: DomainVariant = {
  type: "kvm",
  machine: "pc",
  bootsAlone: false,
  templates: readFileSync(new URL("kvm.xslt", import.meta.url), "utf8"),
  helpers: {},
};
