import { describe, expect, it } from "vitest";
import { commandLineMaps, domainXslt } from "../../../../components/guest/domain.ts";
import { planGuests } from "../../../../components/guest/plan.ts";
import { guestVariantOf } from "../../../../components/guest/variants.ts";
import { layoutOf } from "../../../../stacks/layouts.ts";
import { inventoryDocument } from "../../../support/inventory.ts";

describe("commandLineMaps", () => {
  it("puts settings in one map and words without a value in another, sorted, as the provider reads them back", () => {
    expect(commandLineMaps("ro root=LABEL=guest quiet  console=ttyS0")).toEqual([
      { root: "LABEL=guest", console: "ttyS0" },
      { _: "quiet ro" },
    ]);
  });

  it("gives no map for what a line does not have", () => {
    expect(commandLineMaps("")).toEqual([]);
    expect(commandLineMaps("quiet")).toEqual([{ _: "quiet" }]);
  });
});

describe("domainXslt", () => {
  it.each(["kvm", "xen"] as const)("fills every place of the %s stylesheet", async (platform) => {
    const { name: rack, hosts, networks, simulators } = inventoryDocument();
    const [guest] = planGuests({
      rack,
      layout: layoutOf("6core"),
      hostReserveMiB: 512,
      pinning: "one-to-one",
      hosts,
      networks,
      machines: [...hosts, ...simulators],
      scale: { cores: 0.4, memory: 0.02 },
    });
    if (guest === undefined) throw new Error("no guest");
    const xslt = domainXslt(await guestVariantOf(platform), guest, "/crossbed/guests/host1");
    expect(xslt.match(/@[A-Z]+@/g)).toBeNull();
    expect(xslt.match(/<cputune>.*<\/cputune>/)?.[0]).toBe(
      '<cputune><vcpupin vcpu="0" cpuset="0"/><vcpupin vcpu="1" cpuset="0"/></cputune>',
    );
    expect(xslt.match(/<source file=.*/)?.[0]).toBe('<source file="/crossbed/guests/host1/{source/@volume}"/>');
  });
});
