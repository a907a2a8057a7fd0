/**
 * What a benchmark needs to know, as the `Benchmark` component hands it over on stdin. It is complete: the runner reads
 * no stack, no inventory and no state, so that a run can be repeated from its manifest.
 */
import type { PlannedCase } from "../cases/plan.ts";
import type { Layout, Platform } from "../cases/study.ts";
import type { Manifest } from "../results/schema.ts";
import type { Machine } from "../../rack/remote.ts";

/** One process of an application pair. */
export interface ApplicationNode {
  readonly cluster: string;
  readonly node: string;
  readonly machine: string;
  readonly preferred: "active" | "standby";
  /** Its files on the machine. */
  readonly files: { readonly config: string; readonly statistics: string; readonly events: string };
}

export interface HostUnderTest {
  readonly name: string;
  /** The active host runs the processes that serve the load; the study's CPU figures are of that host. */
  readonly role: "active" | "passive";
  readonly pcpus: number;
  readonly memoryMiB: number;
  /** Kernel, hypervisor, CPU model and their versions, in the tools' own words. */
  readonly facts: Readonly<Record<string, string>>;
}

/** One load generator; `config` is the line it reads first. */
export interface Simulator {
  readonly name: string;
  readonly cluster: string;
  readonly machine: string;
  readonly config: unknown;
}

/** A host as migrations see it. */
export interface MigrationHost {
  readonly name: string;
  /** Where its peers reach it by ssh, and where memory goes through. */
  readonly managementAddress: string;
  readonly migrationAddress: string;
}

/** A guest that may move. */
export interface MovableGuest {
  readonly name: string;
  /** Name of its libvirt domain. */
  readonly domain: string;
  /** Name of the host where it belongs. */
  readonly host: string;
  /** Its first address that carries traffic: what a probe of its network asks. */
  readonly trafficAddress: string;
}

/** What live migration needs to know of a testbed. */
export interface MigrationPlan {
  readonly platform: "kvm" | "xen";
  readonly hosts: readonly MigrationHost[];
  readonly guests: readonly MovableGuest[];
}

export interface BenchmarkRequest {
  readonly version: 1;
  readonly stack: string;
  readonly platform: Platform;
  readonly layout: Layout;
  /** Name of the inventory. */
  readonly rack: string;
  readonly emulated: boolean;
  readonly scale: { readonly cores: number; readonly memory: number; readonly load: number; readonly time: number };
  readonly planDigest: string;
  readonly imageDigest: string;
  /** The stack's specification, kept in the manifest. */
  readonly spec: Manifest["spec"];
  /** Directory that holds one directory a stack, and in it one a run. */
  readonly resultsDirectory: string;
  readonly privateKeyFile: string;
  readonly machines: readonly Machine[];
  /** Hosts whose CPU is measured, with what a report says of them. */
  readonly hosts: readonly HostUnderTest[];
  readonly guests: readonly {
    readonly name: string;
    readonly host: string;
    readonly vcpus: number;
    readonly memoryMiB: number;
  }[];
  readonly application: readonly ApplicationNode[];
  readonly simulators: readonly Simulator[];
  /** Absent on bare metal, where nothing can move. */
  readonly migration?: MigrationPlan;
  readonly seed: number;
  readonly cases: readonly PlannedCase[];
}
