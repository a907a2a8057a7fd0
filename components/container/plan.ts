/** Writes a container's libvirt definition. The plan of guests decides its name, vCPUs, memory and cards, as for any guest. */
import { hostPaths } from "../../rack/paths.ts";
import { renderCpuList } from "../../rack/topology.ts";
import type { GuestPlan } from "../guest/plan.ts";
import type { GuestShare } from "../pinning/plan.ts";

/** The kernel's own period, in microseconds, in which a container may use its share of CPU time. */
const periodUs = 100_000;

/**
 * libvirt's XML (https://libvirt.org/drvlxc.html) of a container whose root lies in a directory of the host's. Names, MAC addresses
 * and numbers are the plan's, which are validated: nothing to escape.
 */
export function containerDefinition({ domain, vcpus, memoryMiB, interfaces }: GuestPlan, { pins }: GuestShare): string {
  const cpuset = pins.length === 0 ? "" : ` cpuset="${renderCpuList(pins)}"`;
  // Pins limit a container. Without them libvirt sets no limit, whatever its number of vCPUs: then it gets their share of CPU time.
  const quota = `  <cputune><period>${String(periodUs)}</period><quota>${String(vcpus * periodUs)}</quota></cputune>`;
  return [
    '<domain type="lxc">',
    `  <name>${domain}</name>`,
    `  <memory unit="MiB">${String(memoryMiB)}</memory>`,
    `  <vcpu${cpuset}>${String(vcpus)}</vcpu>`,
    ...(pins.length === 0 ? [quota] : []),
    '  <os><type arch="x86_64">exe</type><init>/sbin/crossbed-container</init></os>',
    "  <devices>",
    `    <filesystem type="mount"><source dir="${hostPaths.HOST_STATE}/containers/${domain}/root"/><target dir="/"/></filesystem>`,
    ...interfaces.map(
      ({ bridge, mac }) =>
        `    <interface type="bridge"><mac address="${mac}"/><source bridge="${bridge}"/></interface>`,
    ),
    '    <console type="pty"/>',
    "  </devices>",
    "</domain>",
    "",
  ].join("\n");
}
