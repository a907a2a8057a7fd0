/** The `ContainerImage` component: the guest image's root file system, readable on every host. */
import * as pulumi from "@pulumi/pulumi";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import type { StoragePlan } from "../shared-storage/plan.ts";

export interface ContainerImageArgs {
  readonly plan: Pick<StoragePlan, "backupMount" | "image">;
  readonly hosts: readonly {
    readonly name: string;
    readonly target: SshTarget;
    readonly bootId: pulumi.Input<string>;
  }[];
}

/** The image on the backup LUN, mounted read-only on each host. */
export class ContainerImage extends pulumi.ComponentResource {
  /** Directory with the root file system, by host. */
  readonly places: ReadonlyMap<string, pulumi.Output<string>>;

  constructor(name: string, args: ContainerImageArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:ContainerImage", name, {}, options);
    const { image, backupMount } = args.plan;
    this.places = new Map(
      args.hosts.map((host) => {
        const mounted = remoteScript(
          `${name}-${host.name}`,
          {
            target: host.target,
            script: new URL("scripts/image.sh", import.meta.url),
            undo: new URL("scripts/image-undo.sh", import.meta.url),
            values: { IMAGE: `${backupMount}/${image.file}`, SHA256: image.sha256, BOOT_ID: host.bootId },
          },
          { parent: this },
        );
        return [host.name, mounted.stdout.apply((text) => text.trim())];
      }),
    );
    this.registerOutputs({});
  }
}
