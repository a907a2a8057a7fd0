/** No hypervisor: the application runs on the hosts themselves. They boot the entry for KVM, whose kernel needs no guest. */
import type { PlatformRecord } from "./platform.ts";
import { everywhere } from "./packages.ts";

export const bare: PlatformRecord = {
  title: "bare metal",
  boot: { entry: "kvm", hypervisorType: "", device: "", probe: [] },
  hasHypervisor: false,
  requirements: everywhere,
  modules: ["sctp"],
  carrier: "host",
  hostShare: "workload-slice",
  hostReserveMiB: 0,
  cpuTool: "sar",
  canMigrate: false,
};
