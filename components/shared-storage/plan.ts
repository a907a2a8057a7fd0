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
  /** UUID of a file system that an earlier version made on it, and that the operator declares to be this rack's. */
  readonly adopt?: string | undefined;
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

const bytesPerGiB = 1024 ** 3;

/** Whether a device can be the LUN that the inventory means: people round sizes when they write them down, by less than a GiB and a tenth. */
export function isSizeOf({ sizeGiB }: Pick<LunPlan, "sizeGiB">, bytes: number): boolean {
  const difference = Math.abs(bytes / bytesPerGiB - sizeGiB);
  return difference < 1 && difference <= sizeGiB / 10;
}

/** A size for people, to a tenth of a GiB. */
export function formatGiB(bytes: number): string {
  return (bytes / bytesPerGiB).toFixed(1);
}
