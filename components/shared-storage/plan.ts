/** Which LUNs a platform uses: the shared one that its cluster file system is on, and the backup LUN with the guest image. */
import type { Problem } from "../../base/errors.ts";
import { backupRole, type Platform } from "../../platforms/index.ts";
import { mountPointOf } from "../../rack/paths.ts";

export interface LunPlan {
  /** A platform's `shared.lun`, or `backup`. */
  readonly role: string;
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
  /** Absent on a platform whose guests lie on their hosts' own disks. */
  readonly shared?: LunPlan;
  readonly backup: LunPlan;
  /** Where the backup LUN is mounted, read-only. */
  readonly backupMount: string;
  readonly image: GuestImagePlan;
}

export interface PlanStorageArgs {
  readonly platform: Platform;
  /** Role of the LUN that the hosts share; absent where they share none. */
  readonly sharedRole: string | undefined;
  readonly luns: readonly LunPlan[];
  readonly guestImage: GuestImagePlan;
}

/** Problems of an inventory that lacks a LUN the platform needs. */
export function validateStorage({ platform, sharedRole, luns }: PlanStorageArgs): Problem[] {
  return [...(sharedRole === undefined ? [] : [sharedRole]), backupRole].flatMap((role) =>
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
export function planStorage({ sharedRole, luns, guestImage }: PlanStorageArgs): StoragePlan {
  const lunFor = (role: LunPlan["role"]): LunPlan => {
    const found = luns.find((lun) => lun.role === role);
    if (found === undefined) throw new Error(`no LUN with role ${role}: validateStorage comes first`);
    return found;
  };
  return {
    ...(sharedRole === undefined ? {} : { shared: lunFor(sharedRole) }),
    backup: lunFor(backupRole),
    backupMount: mountPointOf(backupRole),
    image: guestImage,
  };
}
