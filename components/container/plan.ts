/** A container's libvirt definition. What it is (name, vCPUs, memory, cards) the plan of guests decides, as for any guest. */
import { hostPaths } from "../../rack/paths.ts";
import { renderCpuList } from "../../rack/topology.ts";
import type { GuestPlan } from "../guest/plan.ts";
import type { GuestShare } from "../pinning/plan.ts";

/** The kernel's own, in microseconds: how often what a container may use of the CPU starts anew. */
const periodUs = 100_000;

/**
 * libvirt's XML (https://libvirt.org/drvlxc.html) of a container whose root lies in a directory of the host's. Names, MAC addresses
 * and numbers are the plan's, which are validated: nothing to escape.
 */
export function containerDefinition({ domain, vcpus, memoryMiB, interfaces }: GuestPlan, { pins }: GuestShare): string {
  const cpuset = pins.length === 0 ? "" : ` cpuset="${renderCpuList(pins)}"`;
  // Its pins bound a container. Without them libvirt bounds it by nothing, whatever its number of vCPUs: it gets their share of time.
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
