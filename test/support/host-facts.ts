/** Facts of a host for tests. */
import { createHash } from "node:crypto";
import type { HostFacts } from "../../rack/facts.ts";

/** A boot for each host's name. */
function bootOf(name: string): string {
  return `df2b0bc6-0268-47c6-b94b-${createHash("sha256").update(name).digest("hex").slice(0, 12)}`;
}

/** What `facts.sh` printed on an idle host, with changes. */
export function hostFacts(changes: Partial<HostFacts> = {}): HostFacts {
  return {
    version: 1,
    name: "host1",
    bootId: bootOf(changes.name ?? "host1"),
    now: 1795407196.349087,
    hypervisor: "kvm",
    kernel: "6.12.117+deb13-amd64",
    distribution: { id: "debian", idLike: null, versionId: "13" },
    pcpus: 1,
    memoryMiB: 2978,
    topology: { pcpus: [{ pcpu: 0, socket: 0, core: 0, node: 0 }], nodes: [{ node: 0, memoryMiB: 2978 }] },
    versions: { libvirt: "11.3.0", qemu: "10.0.13" },
    platformFacts: {},
    interfaces: [{ name: "eth0", mac: "52:54:00:77:00:0b" }],
    bridges: [],
    clusterFilesystems: [],
    clusterMembers: null,
    lockspaces: null,
    fencingDaemon: null,
    lease: null,
    domains: [],
    guests: [],
    unreadable: [],
    withdrawn: [],
    paused: [],
    ...changes,
  };
}
