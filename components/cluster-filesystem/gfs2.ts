/** The `Gfs2` component: GFS2 over corosync and dlm, as KVM hosts share a LUN. */
import * as pulumi from "@pulumi/pulumi";
import { membershipSec } from "../../rack/timeouts.ts";
import { remoteScript } from "../remote-script.ts";
import { renderDlmConf } from "../fencing/plan.ts";
import type { ClusterFilesystemArgs } from "./cluster-host.ts";
import { makeAndMount } from "./make.ts";
import { renderCorosyncConf, type Gfs2Plan } from "./plan.ts";
import { scriptsBeside } from "../../rack/script.ts";

const script = scriptsBeside(import.meta.url);

/**
 * Corosync with every member seen on every host, then GFS2 on the LUN if that is blank, then mounted everywhere. In this
 * order and no other: hosts that mount while each is alone destroy the file system.
 */
export class Gfs2 extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterFilesystemArgs<Gfs2Plan>, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Gfs2", name, {}, options);
    const { plan, hosts, fencing, key } = args;
    const joined = hosts.map((host) =>
      remoteScript(
        `${name}-join-${host.name}`,
        {
          target: host.target,
          script: script("corosync-start"),
          undo: script("corosync-stop"),
          values: {
            MEMBERS: String(plan.nodes.length),
            CLUSTER: plan.clusterName,
            CONFIG: Buffer.from(renderCorosyncConf(plan)).toString("base64"),
            DLM_CONFIG: Buffer.from(renderDlmConf(fencing)).toString("base64"),
            KEY: key,
            WAIT_SEC: String(membershipSec),
            BOOT_ID: host.bootId,
          },
        },
        { parent: this },
      ),
    );
    makeAndMount(name, {
      plan,
      hosts,
      mount: script("gfs2-mount"),
      values: { JOURNAL_MIB: String(plan.journalMiB) },
      parent: this,
      joined,
    });
    this.registerOutputs();
  }
}
