/** The `HostBridges` component: a bridge for every network that a host shares with its guests. */
import * as pulumi from "@pulumi/pulumi";
import { programInBase64 } from "../../rack/script.ts";
import { bridgeProofSec } from "../../rack/timeouts.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import type { BridgePlan } from "./plan.ts";

export interface HostBridgesArgs {
  readonly bridges: readonly BridgePlan[];
  readonly target: SshTarget;
  readonly bootId: pulumi.Input<string>;
}

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
          WAIT_SEC: String(bridgeProofSec),
          WORKER: programInBase64(new URL("scripts/worker.sh", import.meta.url)),
        },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
