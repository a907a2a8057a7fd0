/** Programs that several platforms need of a host. Package names: Debian 13 and Ubuntu 24.04, RHEL 9, SLES 15. */
import type { Requirement } from "./platform.ts";

const requirement = (program: string, debian: string, redHat: string | null, suse: string | null): Requirement => ({
  program,
  packages: { debian, redHat, suse },
});

/** What every host needs. */
export const everywhere: readonly Requirement[] = [
  requirement("ip", "iproute2", "iproute", "iproute2"),
  requirement("sar", "sysstat", "sysstat", "sysstat"),
  requirement("node", "nodejs", "nodejs", "nodejs20"),
];

/** What a host needs that carries guests. */
export const virtualisation: readonly Requirement[] = [
  requirement("virsh", "libvirt-clients", "libvirt-client", "libvirt-client"),
  requirement("qemu-img", "qemu-utils", "qemu-img", "qemu-img"),
  requirement("blkid", "util-linux", "util-linux", "util-linux"),
];

export const gfs2: readonly Requirement[] = [
  requirement("corosync", "corosync", "corosync", "corosync"),
  requirement("dlm_controld", "dlm-controld", "dlm", "libdlm"),
  requirement("mkfs.gfs2", "gfs2-utils", "gfs2-utils", "gfs2-utils"),
];

/** Red Hat's distributions have neither a dom0 nor OCFS2 since release 6. */
export const ocfs2: readonly Requirement[] = [requirement("mkfs.ocfs2", "ocfs2-tools", null, "ocfs2-tools")];
export const xenTools: readonly Requirement[] = [requirement("xl", "xen-utils", null, "xen-tools")];
