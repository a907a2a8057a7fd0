/** The `Gfs2` component: GFS2 over corosync and dlm, as KVM hosts share a LUN. */
import * as pulumi from "@pulumi/pulumi";
import { remoteScript } from "../remote-script.ts";
import { renderDlmConf } from "../fencing/plan.ts";
import type { ClusterFilesystemArgs } from "./cluster-host.ts";
import { makeFilesystem } from "./make.ts";
import { renderCorosyncConf, type Gfs2Plan } from "./plan.ts";

/** Members come up side by side; an emulated one takes its time. */
const membershipWaitSec = "300";

/**
 * Corosync with every member seen on every host, then GFS2 on the LUN if that is blank, then mounted everywhere. In this
 * order and no other: hosts that mount while each is alone destroy the file system.
 */
export class Gfs2 extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterFilesystemArgs<Gfs2Plan>, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Gfs2", name, {}, options);
    const { plan, hosts, fencing, key } = args;
    const members = { MEMBERS: String(plan.nodes.length) };

    const joined = hosts.map((host) =>
      remoteScript(
        `${name}-join-${host.name}`,
        {
          target: host.target,
          script: script("corosync-start"),
          undo: script("corosync-stop"),
          values: {
            ...members,
            CLUSTER: plan.clusterName,
            CONFIG: Buffer.from(renderCorosyncConf(plan)).toString("base64"),
            DLM_CONFIG: Buffer.from(renderDlmConf(fencing)).toString("base64"),
            KEY: key,
            WAIT_SEC: membershipWaitSec,
            BOOT_ID: host.bootId,
          },
        },
        { parent: this },
      ),
    );
    const [first] = hosts;
    const made =
      first === undefined
        ? []
        : [makeFilesystem(`${name}-make`, { plan, host: first }, { parent: this, dependsOn: joined })];
    // The first one gives the others their places in the file system.
    const mounted: pulumi.Resource[] = [];
    for (const host of hosts) {
      const step = remoteScript(
        `${name}-mount-${host.name}`,
        {
          target: host.target,
          script: script("gfs2-mount"),
          undo: new URL("../unmount.sh", import.meta.url),
          values: {
            ...members,
            JOURNAL_MIB: String(plan.journalMiB),
            DEVICE: host.device,
            MOUNT: plan.mountPoint,
            BOOT_ID: host.bootId,
          },
        },
        { parent: this, dependsOn: [...joined, ...made, ...mounted.slice(0, 1)] },
      );
      mounted.push(step);
    }
    this.registerOutputs();
  }
}

function script(step: string): URL {
  return new URL(`scripts/${step}.sh`, import.meta.url);
}
