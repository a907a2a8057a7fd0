/** The step that makes a cluster file system, once for all hosts. */
import { readFileSync } from "node:fs";
import type * as command from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import { remoteScript } from "../remote-script.ts";
import type { ClusterHost } from "./cluster-host.ts";
import type { ClusterFilesystemPlan } from "./plan.ts";

/** Before the step itself: how a LUN is marked, and when it counts as blank. */
export const makeFilesystemText = ["lun-mark", "lun-blank", "make-filesystem"]
  .map((step) => readFileSync(new URL(`scripts/${step}.sh`, import.meta.url), "utf8"))
  .join("\n");

/** The file system on the plan's LUN, made by `host` if the LUN is blank. */
export function makeFilesystem(
  name: string,
  { plan, host }: { readonly plan: ClusterFilesystemPlan; readonly host: ClusterHost },
  options: pulumi.CustomResourceOptions,
): command.remote.Command {
  return remoteScript(
    name,
    {
      target: host.target,
      script: { text: makeFilesystemText },
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
