import { describe, expect, it } from "vitest";
import { formatGiB, isSizeOf, planStorage, validateStorage } from "../../../../components/shared-storage/plan.ts";
import { inventoryDocument } from "../../../support/inventory.ts";

const { luns, guestImage } = inventoryDocument();

describe("planStorage", () => {
  it("takes the platform's own LUN, and the backup LUN for both", () => {
    expect(planStorage({ platform: "kvm", sharedRole: "kvm", luns, guestImage }).shared?.wwid).toBe("6001405a11ce0001");
    expect(planStorage({ platform: "xen", sharedRole: "xen", luns, guestImage }).shared?.wwid).toBe("6001405a11ce0002");
    expect(planStorage({ platform: "xen", sharedRole: "xen", luns, guestImage }).backup.wwid).toBe("6001405a11ce0003");
  });
});

describe("validateStorage", () => {
  it("names every LUN that the platform lacks", () => {
    expect(validateStorage({ platform: "xen", sharedRole: "xen", luns: luns.slice(0, 1), guestImage })).toEqual([
      { path: "luns", message: "has none with role xen, which platform xen needs; add it with its WWID." },
      { path: "luns", message: "has none with role backup, which platform xen needs; add it with its WWID." },
    ]);
    expect(validateStorage({ platform: "kvm", sharedRole: "kvm", luns, guestImage })).toEqual([]);
  });
});

describe("isSizeOf", () => {
  const GiB = 1024 ** 3;

  it("takes a device whose size was rounded in the inventory, and no other", () => {
    expect([500, 500.4, 499.1].map((size) => isSizeOf({ sizeGiB: 500 }, size * GiB))).toEqual([true, true, true]);
    // 500 GB of the decimal kind, a LUN of another size, and one beside a small one.
    expect([465.7, 501, 50].map((size) => isSizeOf({ sizeGiB: 500 }, size * GiB))).toEqual([false, false, false]);
    expect([0.25, 0.3, 0.5].map((size) => isSizeOf({ sizeGiB: 0.25 }, size * GiB))).toEqual([true, false, false]);
    expect(formatGiB(500e9)).toBe("465.7");
  });
});
