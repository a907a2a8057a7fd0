/** The `VirtualBmc` component: what switches a machine of the lab on and off from outside. */
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { localScript } from "../local-script.ts";
import type { LabBmcPlan } from "../virtual-lab/plan.ts";
import { bmcUser } from "./access.ts";
import { scriptsBeside } from "../../rack/script.ts";

const script = scriptsBeside(import.meta.url);

export interface VirtualBmcArgs {
  readonly lab: { readonly directory: string; readonly namespace: string };
  readonly bmc: LabBmcPlan;
  /** Of the lab's libvirt. */
  readonly uri: pulumi.Input<string>;
  readonly incarnations: Readonly<Record<string, number>>;
}

/**
 * A BMC that speaks IPMI 2.0 on the lab's management network, as the hosts would reach an iLO, and has the machine's virtual
 * power in its hands. It goes before its machine does: a machine that is being removed is not started again.
 */
export class VirtualBmc extends pulumi.ComponentResource {
  /** Resolves when it listens. */
  readonly listening: pulumi.Output<string>;

  constructor(name: string, args: VirtualBmcArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:VirtualBmc", name, {}, options);
    const { lab, bmc, uri, incarnations } = args;
    const daemon = localScript(
      `${name}-daemon`,
      {
        script: script("bmc"),
        undo: script("bmc-undo"),
        values: {
          LAB: lab.directory,
          NAMESPACE: lab.namespace,
          MACHINE: bmc.machine,
          DOMAIN: bmc.domain,
          URI: uri,
          ADDRESS: bmc.address,
          PORT: String(bmc.port),
          BRIDGE: bmc.bridge,
          USER_NAME: bmcUser,
          CHASSIS: readFileSync(script("chassis")).toString("base64"),
          INCARNATION: String(incarnations[`bmc-${bmc.machine}`] ?? 1),
        },
      },
      { parent: this },
    );
    this.listening = daemon.stdout;
    this.registerOutputs();
  }
}
