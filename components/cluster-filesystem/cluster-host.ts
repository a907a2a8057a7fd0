/** A host as the cluster file systems see it. */
import type * as pulumi from "@pulumi/pulumi";
import type { SshTarget } from "../remote-script.ts";
import type { ClusterFilesystemPlan } from "./plan.ts";

export interface ClusterFilesystemArgs<Plan extends ClusterFilesystemPlan = ClusterFilesystemPlan> {
  readonly plan: Plan;
  /** In the order of the plan's nodes. */
  readonly hosts: readonly ClusterHost[];
}

export interface ClusterHost {
  readonly name: string;
  readonly target: SshTarget;
  readonly bootId: pulumi.Input<string>;
  /** The LUN's device on this host. */
  readonly device: pulumi.Input<string>;
}
