/** The `HostShare` component: the share of a host that the host keeps where guests are pinned, or gives to the application where there are none. */
import * as pulumi from "@pulumi/pulumi";
import type { PlatformRecord } from "../../platforms/platform.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import { renderCpuList } from "../../rack/topology.ts";
import { sliceLimits, workloadSlice } from "./slice-limits.ts";

export interface HostShareArgs {
  readonly target: SshTarget;
  readonly bootId: pulumi.Input<string>;
  /** What to confine to the share, from the platform's record. */
  readonly kind: NonNullable<PlatformRecord["hostShare"]>;
  /** pCPUs that it gets; empty where nothing is pinned. */
  readonly pcpus: pulumi.Input<readonly number[]>;
  /** What it gets at most. */
  readonly vcpus: number;
  readonly memoryMiB: number;
}

export class HostShare extends pulumi.ComponentResource {
  constructor(name: string, args: HostShareArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:HostShare", name, {}, options);
    const { target, bootId, kind, vcpus, memoryMiB } = args;
    const cpus = pulumi.output(args.pcpus).apply((pcpus) => renderCpuList(pcpus));
    const values = {
      "control-domain": {
        CPUS: cpus,
        VCPUS: pulumi.output(args.pcpus).apply((pcpus) => String(Math.max(1, pcpus.length))),
        MEMORY_MIB: String(memoryMiB),
      },
      "workload-slice": {
        SLICE: workloadSlice,
        PROPERTIES: cpus.apply((list) => sliceLimits({ cpus: list, vcpus, memoryMiB })),
        CPUS: cpus,
        MEMORY_MIB: String(memoryMiB),
      },
    }[kind];
    remoteScript(
      `${name}-limits`,
      {
        target,
        script: new URL(`scripts/${kind}.sh`, import.meta.url),
        undo: new URL(`scripts/${kind}-undo.sh`, import.meta.url),
        values: { ...values, BOOT_ID: bootId },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
