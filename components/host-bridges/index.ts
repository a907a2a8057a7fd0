/** The `HostBridges` component: a bridge for every network that a host shares with its guests. */
import * as pulumi from "@pulumi/pulumi";
import { programInBase64 } from "../../rack/script.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import type { BridgePlan } from "./plan.ts";

export interface HostBridgesArgs {
  readonly bridges: readonly BridgePlan[];
  readonly target: SshTarget;
  readonly bootId: pulumi.Input<string>;
}

/** Longest time that a bridge may stay unproved before it is taken back. */
const waitSec = "60";

/** The bridges stand, with the cards' addresses on them, until the host's next boot. */
export class HostBridges extends pulumi.ComponentResource {
  constructor(name: string, args: HostBridgesArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:HostBridges", name, {}, options);
    remoteScript(
      `${name}-up`,
      {
        target: args.target,
        script: new URL("scripts/bridges.sh", import.meta.url),
        undo: new URL("scripts/bridges-undo.sh", import.meta.url),
        values: {
          BRIDGES: args.bridges
            .map(({ bridge, mac, address, prefixLength }) => `${bridge} ${mac} ${address}/${String(prefixLength)}`)
            .join(","),
          BOOT_ID: args.bootId,
          WAIT_SEC: waitSec,
          WORKER: programInBase64(new URL("scripts/worker.sh", import.meta.url)),
        },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
