import { describe, expect, it } from "vitest";
import { planStorage, validateStorage } from "../../../../components/shared-storage/plan.ts";
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
