/** The `LunLease` component: the lease on a LUN, written to its file system. */
import * as pulumi from "@pulumi/pulumi";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import type { LeaseHolder } from "../../rack/lease-holder.ts";
import { givenUpFile } from "../../rack/paths.ts";

export interface LunLeaseArgs {
  /** Any host that has the file system mounted. */
  readonly target: SshTarget;
  readonly mountPoint: string;
  readonly lease: LeaseHolder;
}

/** Who uses a LUN, for hosts that share the LUN but not the rack. */
export class LunLease extends pulumi.ComponentResource {
  constructor(name: string, args: LunLeaseArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:LunLease", name, {}, options);
    const values = {
      FILE: `${args.mountPoint}/lease.json`,
      STACK: args.lease.stack,
      HOLDER: args.lease.holder,
      GIVEN_UP: givenUpFile,
    };
    remoteScript(
      `${name}-lease`,
      {
        target: args.target,
        script: new URL("../../rack/scripts/lease-take.sh", import.meta.url),
        undo: new URL("../../rack/scripts/lease-release.sh", import.meta.url),
        values,
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
