/** Xen: PVHVM guests, as in the study, their disks on OCFS2. In dom0 sar sees nothing of the guests; xentop sees every domain. */
import type { PlatformRecord } from "./platform.ts";
import { everywhere, ocfs2, virtualisation, xenTools } from "./packages.ts";

export const xen: PlatformRecord = {
  title: "Xen",
  boot: { entry: "xen", hypervisorType: "xen", device: "", probe: ["xl", "info"] },
  facts: new URL("xen.facts.sh", import.meta.url),
  hasHypervisor: true,
  requirements: [...everywhere, ...virtualisation, ...xenTools, ...ocfs2],
  modules: ["bridge", "configfs", "ocfs2", "ocfs2_stack_o2cb"],
  carrier: "guest",
  shared: { lun: "xen", filesystem: "ocfs2" },
  libvirt: { scheme: "xen", driver: "libxl" },
  hostShare: "control-domain",
  hostReserveMiB: 1536,
  cpuTool: "xentop",
  canMigrate: true,
};
