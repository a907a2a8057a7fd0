/** The leases of a testbed: on each machine, and on the LUN that its hosts share. */
import * as pulumi from "@pulumi/pulumi";
import { remoteScript, type RemoteScriptArgs, type SshTarget } from "../remote-script.ts";
import type { LeaseHolder } from "../../rack/lease-holder.ts";
import { identityIn, renderLease } from "../../rack/lease-record.ts";
import { givenUpFile, hostPaths, lunLeaseFile } from "../../rack/paths.ts";

/** The step that takes a lease. */
function leaseArgs(
  file: string,
  target: SshTarget,
  holder: LeaseHolder,
  more: RemoteScriptArgs["values"] = {},
): RemoteScriptArgs {
  return {
    target,
    script: new URL("../../rack/scripts/lease-take.sh", import.meta.url),
    undo: new URL("../../rack/scripts/lease-release.sh", import.meta.url),
    values: {
      ...{ FILE: file, GIVEN_UP: givenUpFile, RECORD: renderLease(holder) },
      ...{ STACK: holder.stack, IDENTITY: identityIn(holder), EARLIER: identityIn({ ...holder, clone: "" }) },
      ...more,
    },
  };
}

export interface MachineLeaseArgs {
  readonly target: SshTarget;
  readonly lease: LeaseHolder;
  readonly bootId: pulumi.Input<string>;
}

/** The step that takes a machine, again after each of its boots. It is the one step that does not ask whether the machine is held. */
export function machineLeaseArgs({ target, lease, bootId }: MachineLeaseArgs): RemoteScriptArgs {
  const { lease: _, ...unasked } = target;
  return leaseArgs(hostPaths.HOST_LEASE, unasked, lease, { BOOT_ID: bootId });
}

/** The `MachineLease` component: a machine that is used as it is, like a simulator, held for this stack. */
export class MachineLease extends pulumi.ComponentResource {
  constructor(name: string, args: MachineLeaseArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:MachineLease", name, {}, options);
    remoteScript(`${name}-lease`, machineLeaseArgs(args), { parent: this });
    this.registerOutputs();
  }
}

export interface LunLeaseArgs {
  /** Any host that has the file system mounted. */
  readonly target: SshTarget;
  readonly mountPoint: string;
  readonly lease: LeaseHolder;
}

/** The `LunLease` component: the lease on a LUN, written to its file system, for hosts that share the LUN but not the rack. */
export class LunLease extends pulumi.ComponentResource {
  constructor(name: string, args: LunLeaseArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:LunLease", name, {}, options);
    const take = leaseArgs(lunLeaseFile(args.mountPoint), args.target, args.lease);
    remoteScript(`${name}-lease`, take, { parent: this });
    this.registerOutputs();
  }
}
