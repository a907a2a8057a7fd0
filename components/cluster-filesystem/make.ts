/** The steps that make a cluster file system, once for all hosts, and mount it on each. */
import { readFileSync } from "node:fs";
import type * as pulumi from "@pulumi/pulumi";
import { scriptsBeside } from "../../rack/script.ts";
import { remoteScript, type RemoteScriptArgs } from "../remote-script.ts";
import type { ClusterHost } from "./cluster-host.ts";
import type { ClusterFilesystemPlan } from "./plan.ts";

/** Before the step itself: how a LUN is marked, and when it counts as blank. */
export const makeFilesystemText = ["lun-mark", "lun-blank", "make-filesystem"]
  .map((step) => readFileSync(scriptsBeside(import.meta.url)(step), "utf8"))
  .join("\n");

interface MountStep {
  readonly plan: ClusterFilesystemPlan;
  readonly hosts: readonly ClusterHost[];
  /** Mounts it on a host. */
  readonly mount: URL;
  /** Values of that script beside those of every file system. */
  readonly values: RemoteScriptArgs["values"];
  readonly parent: pulumi.Resource;
  /** Steps after which every host is a member of the cluster. */
  readonly joined: readonly pulumi.Resource[];
}

/** Has the first host make the file system if the LUN is blank, then mounts it everywhere. */
export function makeAndMount(name: string, { plan, hosts, mount, values, parent, joined }: MountStep): void {
  const made = hosts
    .slice(0, 1)
    .map((host) => makeFilesystem(`${name}-make`, { plan, host }, { parent, dependsOn: [...joined] }));
  // The first one gives the others their places in the file system.
  const mounted: pulumi.Resource[] = [];
  for (const host of hosts) {
    const step = remoteScript(
      `${name}-mount-${host.name}`,
      {
        target: host.target,
        script: mount,
        undo: new URL("../unmount.sh", import.meta.url),
        values: {
          ...values,
          MEMBERS: String(plan.nodes.length),
          DEVICE: host.device,
          MOUNT: plan.mountPoint,
          BOOT_ID: host.bootId,
        },
      },
      { parent, dependsOn: [...joined, ...made, ...mounted.slice(0, 1)] },
    );
    mounted.push(step);
  }
}

/** The file system on the plan's LUN, made by `host` if the LUN is blank. */
function makeFilesystem(
  name: string,
  { plan, host }: { readonly plan: ClusterFilesystemPlan; readonly host: ClusterHost },
  options: pulumi.CustomResourceOptions,
): pulumi.Resource {
  return remoteScript(
    name,
    {
      target: host.target,
      script: { name: "make a file system", text: makeFilesystemText },
      values: {
        KIND: plan.kind,
        CLUSTER: plan.clusterName,
        DEVICE: host.device,
        WWID: plan.lun.wwid,
        LABEL: plan.kind === "gfs2" ? plan.lockTable : plan.label,
        MEMBERS: String(plan.nodes.length),
        JOURNAL_MIB: String(plan.journalMiB),
        MACHINES: plan.machines.join(","),
        ADOPT: plan.adopt,
      },
    },
    options,
  );
}
