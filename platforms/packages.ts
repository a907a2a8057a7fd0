/** Programs that machines need, and the packages that bring them: Debian 13 and Ubuntu 24.04, RHEL 9, SLES 15. */
import type { Requirement } from "./platform.ts";

const requirement = (program: string, debian: string, redHat: string | null, suse: string | null): Requirement => ({
  program,
  packages: { debian, redHat, suse },
});

export const ip = requirement("ip", "iproute2", "iproute", "iproute2");
export const sar = requirement("sar", "sysstat", "sysstat", "sysstat");
export const virsh = requirement("virsh", "libvirt-clients", "libvirt-client", "libvirt-client");
export const qemuImg = requirement("qemu-img", "qemu-utils", "qemu-img", "qemu-img");
export const ipmitool = requirement("ipmitool", "ipmitool", "ipmitool", "ipmitool");
export const sbd = requirement("sbd", "sbd", "sbd", "sbd");

/** What the signalling workload's processes need where they run. */
export const node = requirement("node", "nodejs", "nodejs", "nodejs20");
export const transferPoint = requirement("osmo-stp", "osmo-stp", null, null);

/** What every host needs. */
export const everywhere: readonly Requirement[] = [ip, sar, node];

/** What a host needs that carries guests. */
export const virtualisation: readonly Requirement[] = [
  virsh,
  qemuImg,
  requirement("blkid", "util-linux", "util-linux", "util-linux"),
];

export const gfs2: readonly Requirement[] = [
  requirement("corosync", "corosync", "corosync", "corosync"),
  requirement("dlm_controld", "dlm-controld", "dlm", "libdlm"),
  requirement("mkfs.gfs2", "gfs2-utils", "gfs2-utils", "gfs2-utils"),
];

/** A path, because no PATH contains it. Red Hat dropped the driver with release 9; we did not try SUSE's package. */
export const lxc: readonly Requirement[] = [
  requirement("/usr/lib/libvirt/libvirt_lxc", "libvirt-daemon-driver-lxc", null, null),
];

/** Red Hat's distributions have neither a dom0 nor OCFS2 since release 6. */
export const ocfs2: readonly Requirement[] = [requirement("mkfs.ocfs2", "ocfs2-tools", null, "ocfs2-tools")];
export const xenTools: readonly Requirement[] = [requirement("xl", "xen-utils", null, "xen-tools")];

/** What no platform requires and whose version may still change a number. */
export const betweenLoadAndService: readonly string[] = [
  ...["libvirt-daemon", "qemu-system-x86", "qemu-system-xen", "qemu-kvm", "seabios", "xen-hypervisor-common"],
  ...["multipath-tools", "device-mapper-multipath", "osmo-stp", "libosmo-sigtran", "sip-tester", "sipp", "kamailio"],
  ...["systemd", "chrony", "openssh-server"],
];

/** One of the fence agents' programs, such as fence_redfish. */
export function fenceAgent(program: string): Requirement {
  const named = program.replaceAll("_", "-").replace(/^fence-/, "fence-agents-");
  return requirement(program, named, named, "fence-agents");
}

/** A requirement as a process of a workload states it; a message names Debian's package. */
export function onDebian({ program, packages }: Requirement): { readonly program: string; readonly package: string } {
  return { program, package: packages.debian ?? program };
}
