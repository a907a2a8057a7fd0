/** The `GuestStorage` component: what a rack's guests share, their image and on each host a guard, a pool and a provider. */
import * as libvirt from "@pulumi/libvirt";
import * as pulumi from "@pulumi/pulumi";
import { programInBase64 } from "../../rack/script.ts";
import { providerOptions } from "../libvirt-provider.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import type { GuestImagePlan } from "../shared-storage/plan.ts";
import type { GuestVariant } from "./domain.ts";
import { guestDirectory, imageDirectory } from "./plan.ts";

export interface GuestStorageArgs {
  readonly variant: GuestVariant;
  readonly image: GuestImagePlan;
  /** Where the backup LUN is mounted. */
  readonly backupMount: string;
  /** Where the cluster file system is mounted. */
  readonly mountPoint: string;
  /** On emulated hosts the step compares the copy with its source instead of computing its digest. */
  readonly emulated: boolean;
  readonly hosts: readonly [StorageHost, ...StorageHost[]];
  /** Files on the machine that runs Pulumi, for the provider's own ssh. */
  readonly privateKeyFile: string;
  readonly knownHostsFile: string;
}

export interface StorageHost {
  readonly name: string;
  readonly target: SshTarget;
  readonly bootId: pulumi.Input<string>;
}

/** Name of the pool on every host; its directory is the host's own. */
export const poolName = "crossbed";

/** The guest image on the cluster file system, verified; guarded starts; pools that are active; providers that can connect. */
export class GuestStorage extends pulumi.ComponentResource {
  /** Size of the image, and so of every guest's disk. */
  readonly imageBytes: pulumi.Output<number>;
  /** libvirt's provider on each host. */
  readonly providers: ReadonlyMap<string, libvirt.Provider>;

  constructor(name: string, args: GuestStorageArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:GuestStorage", name, {}, options);
    const { image, mountPoint, hosts } = args;
    const { scheme, driver } = args.variant;
    const [first] = hosts;

    const copied = remoteScript(
      `${name}-image`,
      {
        target: first.target,
        script: script("images"),
        values: {
          SOURCE: args.backupMount,
          TARGET: imageDirectory(mountPoint, image),
          FILE: image.file,
          SHA256: image.sha256,
          KERNEL: image.kernel,
          INITRD: image.initrd,
          VERIFY: args.emulated ? "copy" : "digest",
        },
      },
      { parent: this },
    );
    this.imageBytes = copied.stdout.apply((text) => Number(text.trim()));

    this.providers = new Map(
      hosts.map((host) => {
        const values = {
          URI: `${scheme}:///system`,
          POOL: poolName,
          DIRECTORY: guestDirectory(mountPoint, host.name),
          BOOT_ID: host.bootId,
        };
        const guard = remoteScript(
          `${name}-guard-${host.name}`,
          {
            target: host.target,
            script: script("guard"),
            undo: script("guard-undo"),
            values: {
              GUARD: programInBase64(script("start-guard")),
              HELPERS: Object.entries(args.variant.helpers)
                .map(([helper, text]) => `${helper}=${programInBase64(text)}`)
                .join(" "),
              DRIVER: driver,
              BOOT_ID: host.bootId,
            },
          },
          // It may restart libvirt, and with it a pool that was made for this boot only.
          { parent: this },
        );
        const pool = remoteScript(
          `${name}-pool-${host.name}`,
          { target: host.target, script: script("pool"), undo: script("pool-undo"), values },
          { parent: this, dependsOn: guard },
        );
        const { user, address, port } = host.target;
        // The provider's own ssh client: `knownhosts` is its name of it, libvirt's `known_hosts` it ignores.
        const uri = pulumi.interpolate`${scheme}+ssh://${user}@${address}:${port}/system?keyfile=${args.privateKeyFile}&knownhosts=${args.knownHostsFile}&sshauth=privkey`;
        const provider = new libvirt.Provider(
          `${name}-${host.name}`,
          { uri },
          { parent: this, dependsOn: pool, ...providerOptions },
        );
        return [host.name, provider];
      }),
    );
    this.registerOutputs({ imageBytes: this.imageBytes });
  }
}

function script(step: string): URL {
  return new URL(`scripts/${step}.sh`, import.meta.url);
}
