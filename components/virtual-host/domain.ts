/** libvirt's definition of a machine of the lab, beyond the provider's own fields. */
import { readFileSync } from "node:fs";
import type { LabMachinePlan } from "../virtual-lab/plan.ts";

const stylesheet = readFileSync(new URL("domain.xslt", import.meta.url), "utf8");

/** The stylesheet of a machine. One with several sockets has a NUMA node for each, with equal parts of its vCPUs and memory. */
export function machineXslt({
  vcpus,
  memoryMiB,
  sockets,
}: Pick<LabMachinePlan, "vcpus" | "memoryMiB" | "sockets">): string {
  return stylesheet.replaceAll("@TOPOLOGY@", sockets === 1 ? "" : renderTopology(vcpus, memoryMiB, sockets));
}

function renderTopology(vcpus: number, memoryMiB: number, sockets: number): string {
  const cores = vcpus / sockets;
  const cells = Array.from({ length: sockets }, (_, socket) => {
    const [first, last] = [socket * cores, (socket + 1) * cores - 1];
    return `<cell id="${String(socket)}" cpus="${String(first)}-${String(last)}" memory="${String(memoryMiB / sockets)}" unit="MiB"/>`;
  });
  return `<topology sockets="${String(sockets)}" cores="${String(cores)}" threads="1"/><numa>${cells.join("")}</numa>`;
}
