/** The `Ocfs2` component: OCFS2 over o2cb, as Xen hosts share a LUN. */
import * as pulumi from "@pulumi/pulumi";
import { remoteScript } from "../remote-script.ts";
import type { ClusterFilesystemArgs } from "./cluster-host.ts";
import { makeFilesystem } from "./make.ts";
import type { Ocfs2Plan } from "./plan.ts";

/** o2cb registered in every host's kernel, then OCFS2 on the LUN if that is blank, then mounted everywhere. */
export class Ocfs2 extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterFilesystemArgs<Ocfs2Plan>, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Ocfs2", name, {}, options);
    const { plan, hosts } = args;
    const cluster = { CLUSTER: plan.clusterName };

    const joined = hosts.map((host) =>
      remoteScript(
        `${name}-join-${host.name}`,
        {
          target: host.target,
          script: script("o2cb-start"),
          undo: script("o2cb-stop"),
          values: {
            ...cluster,
            NODE: host.name,
            NODES: plan.nodes.map((node) => `${node.name}:${String(node.id)}:${node.addresses[0]}`).join(" "),
            DEAD_THRESHOLD: String(deadThreshold(plan)),
            IDLE_TIMEOUT_MS: String(plan.idleTimeoutMs),
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
          script: script("ocfs2-mount"),
          undo: new URL("../unmount.sh", import.meta.url),
          values: {
            MEMBERS: String(plan.nodes.length),
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

/** o2cb counts heartbeats of 2 s, the one that it waits for included (o2cb.sysconfig(5)). */
function deadThreshold({ lunSilentSec }: Ocfs2Plan): number {
  return Math.ceil(lunSilentSec / 2) + 1;
}

function script(step: string): URL {
  return new URL(`scripts/${step}.sh`, import.meta.url);
}
