/** The `GuestStorage` component: what a rack's guests share, their image and on each host a guard, a pool and a provider. */
import * as libvirt from "@pulumi/libvirt";
import * as pulumi from "@pulumi/pulumi";
import { localUri } from "../../platforms/platform.ts";
import { programInBase64, scriptsBeside } from "../../rack/script.ts";
import { providerOptions } from "../libvirt-provider.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import type { GuestImagePlan } from "../shared-storage/plan.ts";
import type { GuestVariant } from "./domain.ts";
import { guestDirectory, imageDirectory } from "./plan.ts";

const script = scriptsBeside(import.meta.url);

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

/** The room that a seed has: enough for its archive, and the size by which the guest finds it. */
export const seedBytes = 1024 * 1024;

/** The guest image on the cluster file system, verified; guarded starts; pools that are active; providers that can connect. */
export class GuestStorage extends pulumi.ComponentResource {
  /** Size of the image, and so of every guest's disk. */
  readonly imageBytes: pulumi.Output<number>;
  /** libvirt's provider on each host. */
  readonly providers: ReadonlyMap<string, libvirt.Provider>;

  constructor(name: string, args: GuestStorageArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:GuestStorage", name, {}, options);
    const { image, mountPoint, hosts } = args;
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

    this.providers = new Map(hosts.map((host) => [host.name, this.provider(name, args, host)]));
    this.registerOutputs({ imageBytes: this.imageBytes });
  }

  /** libvirt's provider for a host, once starts are guarded there and its pool is active. */
  private provider(
    name: string,
    args: GuestStorageArgs,
    { name: host, target, bootId }: StorageHost,
  ): libvirt.Provider {
    const { scheme, driver, helpers } = args.variant;
    const guard = remoteScript(
      `${name}-guard-${host}`,
      {
        target,
        script: script("guard"),
        undo: script("guard-undo"),
        values: {
          GUARD: programInBase64(script("start-guard")),
          HELPERS: Object.entries(helpers)
            .map(([helper, text]) => `${helper}=${programInBase64(text)}`)
            .join(" "),
          DRIVER: driver,
          BOOT_ID: bootId,
        },
      },
      // It may restart libvirt, and with it a pool that was made for this boot only.
      { parent: this },
    );
    const values = {
      URI: localUri({ scheme }),
      POOL: poolName,
      DIRECTORY: guestDirectory(args.mountPoint, host),
      BOOT_ID: bootId,
    };
    const pool = remoteScript(
      `${name}-pool-${host}`,
      { target, script: script("pool"), undo: script("pool-undo"), values },
      { parent: this, dependsOn: guard },
    );
    // The provider's own ssh client: `knownhosts` is its name of it, libvirt's `known_hosts` it ignores.
    const uri = pulumi.interpolate`${scheme}+ssh://${target.user}@${target.address}:${target.port}/system?keyfile=${args.privateKeyFile}&knownhosts=${args.knownHostsFile}&sshauth=privkey`;
    return new libvirt.Provider(`${name}-${host}`, { uri }, { parent: this, dependsOn: pool, ...providerOptions });
  }
}
