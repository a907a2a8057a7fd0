import { describe, expect, it } from "vitest";
import { commandLineMaps, domainXslt } from "../../../../components/guest/domain.ts";
import { guestVariantOf } from "../../../../components/guest/variants.ts";

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
  it.each(["kvm", "xen"] as const)(
    "fills every place of the %s stylesheet, with the pins of vCPUs and emulator",
    async (platform) => {
      const share = { pins: [2, 3], emulator: [0, 1, 8] };
      const xslt = domainXslt(await guestVariantOf(platform), share, "/crossbed/guests/host1");
      expect(xslt.match(/@[A-Z_]+@/g)).toBeNull();
      expect(xslt.match(/<cputune>.*<\/cputune>/)?.[0]).toBe(
        '<cputune><vcpupin vcpu="0" cpuset="2"/><vcpupin vcpu="1" cpuset="3"/><emulatorpin cpuset="0-1,8"/></cputune>',
      );
      expect(xslt.match(/<source file=.*/)?.[0]).toBe('<source file="/crossbed/guests/host1/{source/@volume}"/>');
    },
  );

  it.each(["kvm", "xen"] as const)("has a guest of %s that resets itself stopped", async (platform) => {
    const xslt = domainXslt(await guestVariantOf(platform), { pins: [], emulator: [] }, "/crossbed/guests/host1");
    expect(xslt).toContain("<on_reboot>destroy</on_reboot>");
  });

  it("pins nothing where nothing is to be pinned", async () => {
    const xslt = domainXslt(await guestVariantOf("kvm"), { pins: [], emulator: [] }, "/crossbed/guests/host1");
    expect(xslt).toContain("<cputune></cputune>");
  });
});
