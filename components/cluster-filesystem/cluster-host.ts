/** A host as the cluster file systems see it. */
import type * as pulumi from "@pulumi/pulumi";
import type { SshTarget } from "../remote-script.ts";
import type { FencingPlan } from "../fencing/plan.ts";
import type { ClusterFilesystemPlan } from "./plan.ts";

export interface ClusterFilesystemArgs<Plan extends ClusterFilesystemPlan = ClusterFilesystemPlan> {
  readonly plan: Plan;
  /** In the order of the plan's nodes. */
  readonly hosts: readonly ClusterHost[];
  /** Of every host, or of none. */
  readonly fencing: FencingPlan;
  /** Base64 of the cluster's own key. */
  readonly key: pulumi.Input<string>;
}

export interface ClusterHost {
  readonly name: string;
  readonly target: SshTarget;
  readonly bootId: pulumi.Input<string>;
  /** The LUN's device on this host. */
  readonly device: pulumi.Input<string>;
}
