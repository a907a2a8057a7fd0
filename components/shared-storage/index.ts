/** The `SharedStorage` component: the LUNs as every host sees them. */
import * as pulumi from "@pulumi/pulumi";
import { CrossbedError } from "../../base/errors.ts";
import { remoteScript, type SshTarget } from "../remote-script.ts";
import { formatGiB, isSizeOf, type LunPlan, type StoragePlan } from "./plan.ts";
import { scriptsBeside } from "../../rack/script.ts";

const script = scriptsBeside(import.meta.url);

export interface SharedStorageArgs {
  readonly plan: StoragePlan;
  readonly hosts: readonly {
    readonly name: string;
    readonly target: SshTarget;
    readonly bootId: pulumi.Input<string>;
  }[];
}

interface FoundLun {
  readonly host: string;
  readonly device: string;
  readonly bytes: number;
}

/** The LUNs found by WWID on every host, the same size everywhere, and the backup LUN mounted read-only. */
export class SharedStorage extends pulumi.ComponentResource {
  /** Device of the shared LUN, by host; empty where the platform shares none. */
  readonly devices: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: SharedStorageArgs, options?: pulumi.ComponentResourceOptions) {
    super("crossbed:index:SharedStorage", name, {}, options);
    const { plan, hosts } = args;
    const find = (lun: LunPlan): pulumi.Output<Readonly<Record<string, string>>> => {
      const found = hosts.map((host) => {
        const step = remoteScript(
          `${name}-${lun.role}-${host.name}`,
          { target: host.target, script: script("find-lun"), values: { WWID: lun.wwid, BOOT_ID: host.bootId } },
          { parent: this },
        );
        return step.stdout.apply((text): FoundLun => {
          const [device = "", bytes = ""] = text.trim().split(" ");
          return { host: host.name, device, bytes: Number(bytes) };
        });
      });
      return pulumi.all(found).apply((luns) => devicesOf(lun, luns));
    };

    this.devices = plan.shared === undefined ? pulumi.output<Record<string, string>>({}) : find(plan.shared);
    const backup = find(plan.backup);
    for (const host of hosts) {
      remoteScript(
        `${name}-mount-${host.name}`,
        {
          target: host.target,
          script: script("mount-backup"),
          undo: script("unmount-backup"),
          values: {
            DEVICE: backup.apply((devices) => devices[host.name] ?? ""),
            MOUNT: plan.backupMount,
            FILE: plan.image.file,
            SHA256: plan.image.sha256,
            BOOT_ID: host.bootId,
          },
        },
        { parent: this },
      );
    }
    this.registerOutputs({ devices: this.devices });
  }
}

/** Devices by host, if the LUN is the same everywhere and as large as the inventory says: else the WWID may be of another one. */
function devicesOf(lun: LunPlan, found: readonly FoundLun[]): Readonly<Record<string, string>> {
  if (new Set(found.map(({ bytes }) => bytes)).size > 1) {
    const sizes = found.map(({ host, bytes }) => `${String(bytes)} bytes on ${host}`).join(", ");
    throw new CrossbedError("invalid_input", `has ${sizes}: it is not one LUN.`, {
      where: `LUN ${lun.wwid} (${lun.role})`,
      hint: "Rescan the hosts, or correct the storage array's mapping.",
    });
  }
  const [first] = found;
  if (first !== undefined && !isSizeOf(lun, first.bytes)) {
    throw new CrossbedError(
      "invalid_input",
      `has ${formatGiB(first.bytes)} GiB (${String(first.bytes)} bytes), but sizeGiB is ${String(lun.sizeGiB)}: it may not be the LUN that is meant.`,
      {
        where: `LUN ${lun.wwid} (${lun.role})`,
        hint: "Correct the WWID or the size in the inventory. Nothing was written to it.",
      },
    );
  }
  return Object.fromEntries(found.map(({ host, device }) => [host, device]));
}
