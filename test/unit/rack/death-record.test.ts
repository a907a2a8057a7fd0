import { fc } from "../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { judgeDeath, type SignsNow } from "../../../rack/death-record.ts";

const boot = "df2b0bc6-0268-47c6-b94b-71546ca6f4f2";
const silent: SignsNow = { bootId: undefined, device: "silent", isMember: false };
const byDevice = { bootId: boot, confirmedBy: "device" } as const;
const byOperator = { bootId: boot, confirmedBy: "operator" } as const;

describe("a record that a host is off", () => {
  it("is believed while the device says off, and on the operator's word while the device is silent", () => {
    expect(judgeDeath(byDevice, { ...silent, device: "off" })).toEqual({ isDead: true });
    expect(judgeDeath(byOperator, silent)).toEqual({ isDead: true });
  });

  it("of a device is not believed while that device is silent", () => {
    expect(judgeDeath(byDevice, silent)).toEqual({
      isDead: false,
      isAlive: false,
      why: "its fencing device, which said that it is off, is silent now",
    });
  });

  it("is void once the host answers, and tells a restart from a host that never was off", () => {
    const why = (bootId: string): unknown => judgeDeath(byOperator, { ...silent, bootId });
    expect(why("another")).toEqual({ isDead: false, isAlive: true, why: "it answers: it was started again" });
    expect(why(boot)).toEqual({
      isDead: false,
      isAlive: true,
      why: "it answers and has not restarted since: it never was off",
    });
  });

  it("waits for a cluster that has not missed the host yet, while its device says off, and is not void for that", () => {
    expect(judgeDeath(byDevice, { ...silent, device: "off", isMember: true })).toMatchObject({
      isDead: false,
      isAlive: false,
    });
    expect(judgeDeath(byOperator, { ...silent, isMember: true })).toMatchObject({ isDead: false, isAlive: true });
  });

  it("is never believed with any sign of life, whoever confirmed it, nor after one was seen", () => {
    const signs = fc.record({
      bootId: fc.option(fc.uuid(), { nil: undefined }),
      device: fc.constantFrom("on", "off", "silent"),
      isMember: fc.boolean(),
    });
    const confirmedBy = fc.constantFrom("device", "operator", "nobody");
    fc.assert(
      fc.property(signs, confirmedBy, (now, by) => {
        const { isDead } = judgeDeath({ bootId: boot, confirmedBy: by }, now);
        const hasSign = now.bootId !== undefined || now.device === "on" || now.isMember;
        if (hasSign || by === "nobody") expect(isDead).toBe(false);
      }),
    );
  });
});
