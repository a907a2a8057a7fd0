/** Topologies for tests. */
import type { Topology } from "../../rack/topology.ts";

/** Two sockets, a node each, of eight cores with `threads` each, numbered as Linux numbers them: first threads first. */
export function studyServer(threads: 1 | 2, nodeMiB = 12_288): Topology {
  return {
    pcpus: Array.from({ length: 16 * threads }, (_, pcpu) => {
      const core = pcpu % 16;
      const socket = Math.floor(core / 8);
      return { pcpu, socket, core, node: socket };
    }),
    nodes: [0, 1].map((node) => ({ node, memoryMiB: nodeMiB })),
  };
}
