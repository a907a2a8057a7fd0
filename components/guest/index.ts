/** The `Guest` component: a virtual machine on its home host, up when it answers. */
import { readFileSync } from "node:fs";
import * as libvirt from "@pulumi/libvirt";
import * as pulumi from "@pulumi/pulumi";
import { msToSec } from "../../base/units.ts";
import { localUri } from "../../platforms/platform.ts";
import { consoleLog } from "../../rack/paths.ts";
import { commandAnswerMs, guestBootSec } from "../../rack/timeouts.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import type { GuestImagePlan } from "../shared-storage/plan.ts";
import type { GuestShare } from "../pinning/plan.ts";
import { commandLineMaps, domainXslt, type GuestVariant } from "./domain.ts";
import { disksOf, guestDirectory, diskNames, imageDirectory, type GuestPlan } from "./plan.ts";
import { seedBytes } from "./storage.ts";
import { scriptsBeside } from "../../rack/script.ts";

const script = scriptsBeside(import.meta.url);

export interface GuestArgs {
  readonly plan: GuestPlan;
  readonly variant: GuestVariant;
  /** Its pCPUs at home. */
  readonly share: pulumi.Input<GuestShare>;
  /** The home host; `peers` are the others, where the guest must not run as well. */
  readonly host: {
    readonly target: SshTarget;
    readonly bootId: pulumi.Input<string>;
    readonly peers: readonly { readonly name: string; readonly addresses: readonly string[] }[];
  };
  /** libvirt's provider on the home host, and the pool there that disks are made in. */
  readonly provider: libvirt.Provider;
  readonly pool: string;
  readonly mountPoint: string;
  readonly image: GuestImagePlan;
  readonly imageBytes: pulumi.Input<number>;
  /** First member of the guest's seed: its name and addresses (format: `components/virtual-host/seed.md`). */
  readonly seed: string;
  /** OpenSSH public key that may log in. */
  readonly authorizedKey: pulumi.Input<string>;
  /** Number of the start that this is, as `incarnationOf` in `rack/facts.ts` says. */
  readonly incarnation: number;
  /** UUID of a definition that a failed creation left behind, as `strayOf` says; else empty. */
  readonly stray: string;
  /** What the guest before it on the host has as `nextMayStart`. */
  readonly startAfter: readonly pulumi.Resource[];
}

const volumeXslt = readFileSync(new URL("volume.xslt", import.meta.url), "utf8");

/** Disks, definition and first start by libvirt's provider; every later start, and the wait for ssh, by a step of ours. */
export class Guest extends pulumi.ComponentResource {
  /** OpenSSH public key that the guest shows. */
  readonly hostKey: pulumi.Output<string>;
  /** Boot that the guest is in; resolves when it answers ssh. */
  readonly bootId: pulumi.Output<string>;
  /** The running domain; it may not answer yet. */
  readonly domain: libvirt.Domain;
  /** Guests of one host start one after another: the next one may when this is there. */
  readonly nextMayStart: pulumi.Resource;

  constructor(name: string, args: GuestArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:Guest", name, {}, options);
    const { plan, variant, host } = args;
    const { target } = host;
    const identity = identityOf(args);
    const slot = remoteScript(
      `${name}-slot`,
      {
        target,
        script: script("slot-take"),
        update: script("slot-keep"),
        undo: script("slot-release"),
        values: { ...identity, STRAY: args.stray },
      },
      { parent: this },
    );
    const { disk, seedDisk } = this.disks(name, args, slot);
    const seeded = remoteScript(
      `${name}-seed`,
      {
        target,
        script: script("seed"),
        values: {
          DISK: seedDisk.id,
          IDENTITY: Buffer.from(args.seed).toString("base64"),
          AUTHORIZED_KEY: args.authorizedKey,
        },
      },
      { parent: this },
    );
    this.hostKey = seeded.stdout.apply((text) => text.trim());
    this.domain = this.define(name, args, [disk, seedDisk], seeded);
    const ready = remoteScript(
      `${name}-ready`,
      {
        target,
        script: script("guest-ready"),
        undo: script("guest-ready-undo"),
        values: {
          ...identity,
          ADDRESS: plan.interfaces[0]?.address ?? "",
          HOST_KEY: this.hostKey,
          UUID: this.domain.id,
          INCARNATION: String(args.incarnation),
          BOOT_ID: host.bootId,
          WAIT_SEC: String(guestBootSec),
          ANSWER_SEC: String(msToSec(commandAnswerMs)),
        },
      },
      { parent: this },
    );
    this.nextMayStart = variant.bootsAlone ? ready : this.domain;
    this.bootId = ready.stdout.apply((text) => text.trim());
    this.registerOutputs({ hostKey: this.hostKey, bootId: this.bootId });
  }

  private disks(
    name: string,
    { plan, provider, pool, mountPoint, image, imageBytes }: GuestArgs,
    slot: pulumi.Resource,
  ) {
    const files = diskNames(plan);
    const options = { parent: this, provider, deleteBeforeReplace: true, dependsOn: slot };
    const disk = new libvirt.Volume(
      `${name}-disk`,
      {
        name: files.disk,
        pool,
        format: "qcow2",
        size: imageBytes,
        xml: { xslt: volumeXslt.replace("@IMAGE@", `${imageDirectory(mountPoint, image)}/disk.raw`) },
      },
      options,
    );
    const seedDisk = new libvirt.Volume(
      `${name}-seed-disk`,
      { name: files.seed, pool, format: "raw", size: seedBytes },
      options,
    );
    return { disk, seedDisk };
  }

  private define(
    name: string,
    { plan, variant, provider, image, mountPoint, share, startAfter }: GuestArgs,
    disks: readonly libvirt.Volume[],
    seeded: pulumi.Resource,
  ): libvirt.Domain {
    const images = imageDirectory(mountPoint, image);
    const directory = guestDirectory(mountPoint, plan.host);
    return new libvirt.Domain(
      `${name}-domain`,
      {
        name: plan.domain,
        type: variant.type,
        machine: variant.machine,
        vcpu: plan.vcpus,
        memory: plan.memoryMiB,
        cpu: { mode: "host-passthrough" },
        kernel: `${images}/vmlinuz`,
        initrd: `${images}/initrd.img`,
        cmdlines: commandLineMaps(image.commandLine),
        disks: disks.map(({ id }) => ({ volumeId: id })),
        // Upper case, as the provider reads it back.
        networkInterfaces: plan.interfaces.map(({ bridge, mac }) => ({ bridge, mac: mac.toUpperCase() })),
        xml: { xslt: pulumi.output(share).apply((known) => domainXslt(variant, known, directory)) },
      },
      {
        ...{ parent: this, provider, deleteBeforeReplace: true, dependsOn: [seeded, ...startAfter] },
        // A guest that stopped is no reason for the provider to start it: it does not look whether it runs elsewhere.
        ignoreChanges: ["running"],
      },
    );
  }
}

/** What every step on a guest must know of it. */
function identityOf({ plan, variant, host, mountPoint }: GuestArgs) {
  return {
    DOMAIN: plan.domain,
    CONSOLE: consoleLog(plan.domain),
    URI: localUri(variant),
    DISKS: disksOf(plan, mountPoint),
    PEERS: host.peers.map((peer) => `${peer.name}=${peer.addresses[0] ?? ""}`).join(" "),
  };
}
