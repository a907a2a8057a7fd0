/** KVM: guests of QEMU, their disks on GFS2. */
import type { PlatformRecord } from "./platform.ts";
import { everywhere, gfs2, virtualisation } from "./packages.ts";

export const kvm: PlatformRecord = {
  title: "KVM",
  boot: { entry: "kvm", hypervisorType: "", device: "/dev/kvm", probe: [] },
  hasHypervisor: true,
  requirements: [...everywhere, ...virtualisation, ...gfs2],
  // `tun` and `vhost_net` carry virtio network cards.
  modules: ["bridge", "tun", "vhost_net", "kvm", "dlm", "gfs2"],
  carrier: "guest",
  shared: { lun: "kvm", filesystem: "gfs2" },
  libvirt: { scheme: "qemu", driver: "qemu" },
  pinsEmulator: true,
  hostReserveMiB: 512,
  cpuTool: "sar",
  canMigrate: true,
};
