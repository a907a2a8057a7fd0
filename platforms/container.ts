/**
 * Containers: the guests' own root file system on the hosts' kernel, with the bridges and limits of guests; libvirt's LXC driver
 * runs them. Their files are on the hosts' own disks, so they stay where they are. Debian and Ubuntu package the driver.
 */
import type { PlatformRecord } from "./platform.ts";
import { everywhere, lxc, virtualisation } from "./packages.ts";

export const container: PlatformRecord = {
  title: "containers",
  // The kernel contains KVM, but no hypervisor is in use.
  boot: { entry: "kvm", hypervisorType: "", device: "", probe: [] },
  hasHypervisor: false,
  requirements: [...everywhere, ...virtualisation, ...lxc],
  modules: ["bridge", "veth", "overlay", "loop", "sctp"],
  carrier: "container",
  libvirt: { scheme: "lxc", driver: "lxc" },
  hostReserveMiB: 512,
  cpuTool: "sar",
  canMigrate: false,
};
