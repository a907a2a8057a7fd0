/** The `Ocfs2` component: OCFS2 over o2cb, as Xen hosts share a LUN. */
import * as pulumi from "@pulumi/pulumi";
import { remoteScript } from "../remote-script.ts";
import type { ClusterFilesystemArgs } from "./cluster-host.ts";
import { makeAndMount } from "./make.ts";
import type { Ocfs2Plan } from "./plan.ts";
import { clusterPorts } from "./ports.ts";
import { scriptsBeside } from "../../rack/script.ts";

const script = scriptsBeside(import.meta.url);

/** o2cb registered in every host's kernel, then OCFS2 on the LUN if that is blank, then mounted everywhere. */
export class Ocfs2 extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterFilesystemArgs<Ocfs2Plan>, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Ocfs2", name, {}, options);
    const { plan, hosts } = args;
    const joined = hosts.map((host) =>
      remoteScript(
        `${name}-join-${host.name}`,
        {
          target: host.target,
          script: script("o2cb-start"),
          undo: script("o2cb-stop"),
          values: {
            CLUSTER: plan.clusterName,
            NODE: host.name,
            NODES: plan.nodes.map((node) => `${node.name}:${String(node.id)}:${node.addresses[0]}`).join(" "),
            PORT: String(clusterPorts.o2cb),
            DEAD_THRESHOLD: String(deadThreshold(plan)),
            IDLE_TIMEOUT_MS: String(plan.idleTimeoutMs),
            BOOT_ID: host.bootId,
          },
        },
        { parent: this },
      ),
    );
    makeAndMount(name, { plan, hosts, mount: script("ocfs2-mount"), values: {}, parent: this, joined });
    this.registerOutputs();
  }
}

/** o2cb counts heartbeats of 2 s, the one that it waits for included (o2cb.sysconfig(5)). */
function deadThreshold({ lunSilentSec }: Ocfs2Plan): number {
  return Math.ceil(lunSilentSec / 2) + 1;
}
