/** The `VirtualHost` component: one machine of the lab. */
import * as libvirt from "@pulumi/libvirt";
import * as pulumi from "@pulumi/pulumi";
import { labConnectSec, labMachineBootSec } from "../../rack/timeouts.ts";
import { localScript } from "../local-script.ts";
import type { LabMachinePlan } from "../virtual-lab/plan.ts";
import { machineXslt } from "./domain.ts";
import { renderSeed } from "./seed.ts";
import { scriptsBeside } from "../../rack/script.ts";

const script = scriptsBeside(import.meta.url);

export interface VirtualHostArgs {
  readonly lab: { readonly directory: string; readonly namespace: string; readonly emulated: boolean };
  readonly machine: LabMachinePlan;
  /** All machines' addresses on their first network, for `/etc/hosts`. */
  readonly names: readonly { readonly name: string; readonly address: string }[];
  /** Loopback port that reaches the machine's ssh. */
  readonly port: number;
  readonly incarnations: Readonly<Record<string, number>>;
  readonly uri: pulumi.Input<string>;
  /** Golden image in its pool, and its digest for the disk's name. */
  readonly image: { readonly name: pulumi.Input<string>; readonly digest: string; readonly pool: pulumi.Input<string> };
  readonly pools: { readonly disks: pulumi.Input<string>; readonly seeds: pulumi.Input<string> };
  /** LUNs mapped to it, one that comes again by another path; none for a simulator. */
  readonly luns: readonly { readonly volumeId: pulumi.Input<string>; readonly wwid: string }[];
  /** Resolves when the lab's directory and namespace are there. */
  readonly after: pulumi.Resource;
  /** The lab's networks, which must be there before a card is plugged in. */
  readonly networks: readonly pulumi.Resource[];
}

/** A machine of the lab: identity, disks, libvirt domain, and its ssh on a port of the loopback. Up when it answers ssh. */
export class VirtualHost extends pulumi.ComponentResource {
  /** OpenSSH public key that the machine shows; resolves at once, before the machine is up. */
  readonly hostKey: pulumi.Output<string>;
  /** The key again, but only when the machine answers with it. */
  readonly answeringHostKey: pulumi.Output<string>;

  constructor(name: string, args: VirtualHostArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:VirtualHost", name, {}, options);
    const { lab, machine, port, after } = args;
    const own = { LAB: lab.directory, MACHINE: machine.name };
    const seed = localScript(
      `${name}-seed`,
      {
        script: script("seed"),
        undo: script("seed-undo"),
        values: {
          ...own,
          PORT: String(port),
          IDENTITY: renderSeed({ hostname: machine.name, interfaces: machine.interfaces, hosts: args.names }),
        },
      },
      { parent: this, dependsOn: after },
    );
    const made = seed.stdout.apply((text) => JSON.parse(text) as { hostKey: string; sha256: string });
    this.hostKey = made.hostKey;

    const domain = this.define(name, args, this.disks(name, args, seed, made.sha256));
    const forwarder = localScript(
      `${name}-forwarder`,
      {
        script: script("forwarder"),
        undo: script("forwarder-undo"),
        values: {
          ...own,
          NAMESPACE: lab.namespace,
          ADDRESS: machine.interfaces[0]?.address ?? "",
          PORT: String(port),
          INCARNATION: incarnation(args, `forward-${machine.name}`),
          CONNECT_SEC: String(labConnectSec),
        },
      },
      { parent: this, dependsOn: after },
    );
    const power = localScript(
      `${name}-power`,
      {
        script: script("power"),
        undo: script("power-undo"),
        values: {
          ...own,
          DOMAIN: machine.domain,
          UUID: domain.id,
          URI: args.uri,
          INCARNATION: incarnation(args, machine.domain),
          WAIT_SEC: String(labMachineBootSec),
          CONNECT_SEC: String(labConnectSec),
        },
      },
      { parent: this, dependsOn: forwarder },
    );
    this.answeringHostKey = pulumi.all([this.hostKey, power.stdout]).apply(([key]) => key);
    this.registerOutputs({ hostKey: this.hostKey });
  }

  /** The system's disk on the golden image, and the seed. */
  private disks(
    name: string,
    { lab, machine, image, pools }: VirtualHostArgs,
    seed: pulumi.Resource,
    seedSha256: pulumi.Output<string>,
  ): readonly libvirt.Volume[] {
    const disk = new libvirt.Volume(
      `${name}-disk`,
      {
        name: `${machine.name}-${image.digest}.qcow2`,
        pool: pools.disks,
        format: "qcow2",
        baseVolumeName: image.name,
        baseVolumePool: image.pool,
      },
      { parent: this },
    );
    // Named by its contents: a changed identity is another volume, and so another definition of the machine.
    const seedVolume = new libvirt.Volume(
      `${name}-seed-volume`,
      {
        name: pulumi.interpolate`${machine.name}-${seedSha256.apply((sum) => sum.slice(0, 12))}.seed`,
        pool: pools.seeds,
        format: "raw",
        source: `${lab.directory}/identities/${machine.name}.seed`,
      },
      { parent: this, dependsOn: seed },
    );
    return [disk, seedVolume];
  }

  private define(name: string, args: VirtualHostArgs, disks: readonly libvirt.Volume[]): libvirt.Domain {
    const { lab, machine, uri, luns } = args;
    const cleared = localScript(
      `${name}-clear`,
      {
        script: script("clear-domain"),
        values: {
          LAB: lab.directory,
          DOMAIN: machine.domain,
          URI: uri,
          INCARNATION: incarnation(args, `${machine.domain}.clear`),
        },
      },
      { parent: this, dependsOn: args.after },
    );
    return new libvirt.Domain(
      name,
      {
        name: machine.domain,
        type: lab.emulated ? "qemu" : "kvm",
        machine: "pc",
        vcpu: machine.vcpus,
        memory: machine.memoryMiB,
        disks: [
          ...disks.map(({ id }) => ({ volumeId: id })),
          ...luns.map(({ volumeId, wwid }) => ({ volumeId, scsi: true, wwn: wwid })),
        ],
        networkInterfaces: machine.interfaces.map(({ network, mac }) => ({
          networkName: network,
          mac: mac.toUpperCase(),
        })),
        xml: { xslt: machineXslt(machine) },
      },
      { parent: this, dependsOn: [cleared, ...args.networks], deleteBeforeReplace: true },
    );
  }
}

/** Number of the start that this is of a thing of the lab's. */
function incarnation({ incarnations }: VirtualHostArgs, thing: string): string {
  return String(incarnations[thing] ?? 1);
}
