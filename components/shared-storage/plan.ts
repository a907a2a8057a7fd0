/** Which LUNs a platform uses: the shared one that its cluster file system is on, and the backup LUN with the guest image. */
import type { Problem } from "../../base/errors.ts";

export interface LunPlan {
  readonly role: "kvm" | "xen" | "backup";
  /** 16 or 32 hexadecimal digits; the only name a LUN has. */
  readonly wwid: string;
  readonly sizeGiB: number;
}

/** The image that guests start from: files in the root of the backup LUN's file system. */
export interface GuestImagePlan {
  readonly file: string;
  readonly sha256: string;
  readonly kernel: string;
  readonly initrd: string;
  readonly commandLine: string;
}

export interface StoragePlan {
  readonly shared: LunPlan;
  readonly backup: LunPlan;
  /** Where the backup LUN is mounted, read-only. */
  readonly backupMount: string;
  readonly image: GuestImagePlan;
}

export interface PlanStorageArgs {
  readonly platform: "kvm" | "xen";
  readonly luns: readonly LunPlan[];
  readonly guestImage: GuestImagePlan;
}

/** Problems of an inventory that lacks a LUN the platform needs. */
export function validateStorage({ platform, luns }: PlanStorageArgs): Problem[] {
  return [platform, "backup"].flatMap((role) =>
    luns.some((lun) => lun.role === role)
      ? []
      : [
          {
            path: "luns",
            message: `has none with role ${role}, which platform ${platform} needs; add it with its WWID.`,
          },
        ],
  );
}

/** The LUNs of a platform. `validateStorage` has found no problem before. */
export function planStorage({ platform, luns, guestImage }: PlanStorageArgs): StoragePlan {
  const lunFor = (role: LunPlan["role"]): LunPlan => {
    const found = luns.find((lun) => lun.role === role);
    if (found === undefined) throw new Error(`no LUN with role ${role}: validateStorage comes first`);
    return found;
  };
  return { shared: lunFor(platform), backup: lunFor("backup"), backupMount: "/crossbed/backup", image: guestImage };
}
