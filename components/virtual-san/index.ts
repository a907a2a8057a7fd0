/** The `VirtualSan` component: the lab's LUNs. */
import { readFileSync } from "node:fs";
import * as libvirt from "@pulumi/libvirt";
import * as pulumi from "@pulumi/pulumi";
import { gibToMiB, mibToBytes } from "../../base/units.ts";
import { backupRole } from "../../platforms/index.ts";
import type { LabLunPlan } from "../virtual-lab/plan.ts";

export interface VirtualSanArgs {
  readonly luns: readonly LabLunPlan[];
  /** How many paths each host has to each LUN. */
  readonly paths: number;
  /** Hosts that the LUNs are mapped to. */
  readonly hosts: readonly string[];
  /** Names of the pools for the LUNs and for the image that the backup LUN shows. */
  readonly pools: { readonly luns: pulumi.Input<string>; readonly images: pulumi.Input<string> };
  readonly backupImage: { readonly name: pulumi.Input<string>; readonly digest: string };
}

/** A LUN as a host sees it. */
export interface MappedLun {
  readonly volumeId: pulumi.Input<string>;
  readonly wwid: string;
}

const sparse = readFileSync(new URL("sparse-volume.xslt", import.meta.url), "utf8");

/**
 * The lab's SAN: LUNs that every host sees under the same WWN. `kvm` and `xen` are one volume each, shared; the read-only
 * backup LUN is, for each host, a view of the guest image.
 */
export class VirtualSan extends pulumi.ComponentResource {
  private readonly paths: number;
  private readonly mapped: ReadonlyMap<string, readonly MappedLun[]>;

  constructor(name: string, args: VirtualSanArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:VirtualSan", name, {}, options);
    const { luns, hosts, pools, backupImage } = args;
    this.paths = args.paths;
    const shared = new Map(
      luns
        .filter(({ role }) => role !== backupRole)
        .map((lun) => [
          lun.role,
          new libvirt.Volume(
            `${name}-${lun.role}`,
            {
              name: `${lun.role}.raw`,
              pool: pools.luns,
              format: "raw",
              size: mibToBytes(gibToMiB(lun.sizeGiB)),
              xml: { xslt: sparse },
            },
            { parent: this },
          ),
        ]),
    );
    const backup = (host: string) =>
      new libvirt.Volume(
        `${name}-backup-${host}`,
        {
          name: `backup.${host}-${backupImage.digest}.qcow2`,
          pool: pools.luns,
          format: "qcow2",
          baseVolumeName: backupImage.name,
          baseVolumePool: pools.images,
        },
        { parent: this },
      );
    this.mapped = new Map(
      hosts.map((host) => [
        host,
        luns.map(({ role, wwid }) => ({ wwid, volumeId: (shared.get(role) ?? backup(host)).id })),
      ]),
    );
    this.registerOutputs({ wwids: luns.map(({ wwid }) => wwid) });
  }

  /** The LUNs that are mapped to a machine, in the plan's order, all of them once for each path; none for a machine that is not a host. */
  lunsOf(machine: string): readonly MappedLun[] {
    const luns = this.mapped.get(machine) ?? [];
    return Array.from({ length: this.paths }, () => luns).flat();
  }
}
