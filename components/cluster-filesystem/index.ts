/** The `ClusterFilesystem` component: one file system on the shared LUN, mounted on every host at the same place. */
import * as pulumi from "@pulumi/pulumi";
import type { ClusterFilesystemArgs } from "./cluster-host.ts";
import { Gfs2 } from "./gfs2.ts";
import { Ocfs2 } from "./ocfs2.ts";

/** The plan's file system, by the variant that its platform has. What is on the LUN outlives the component. */
export class ClusterFilesystem extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterFilesystemArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:ClusterFilesystem", name, {}, options);
    const { plan } = args;
    if (plan.kind === "gfs2") new Gfs2(`${name}-gfs2`, { ...args, plan }, { parent: this });
    else new Ocfs2(`${name}-ocfs2`, { ...args, plan }, { parent: this });
    this.registerOutputs();
  }
}
