import { fc } from "../../support/laws.ts";
import { describe, expect, it } from "vitest";
import { addressAfter, prefixLength } from "../../../base/ipv4.ts";

describe("addressAfter", () => {
  it("carries into the next octet", () => {
    expect(addressAfter("10.0.0.250", 6)).toBe("10.0.1.0");
    expect(addressAfter("10.0.255.255", 1)).toBe("10.1.0.0");
  });

  it("gives the address itself for no steps, and steps add up", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(1000), fc.nat(1000), (address, one, two) => {
        expect(addressAfter(address, 0)).toBe(address);
        expect(addressAfter(addressAfter(address, one), two)).toBe(addressAfter(address, one + two));
      }),
    );
  });
});

describe("prefixLength", () => {
  it("reads the bits behind the slash", () => {
    expect(prefixLength("10.77.0.0/24")).toBe(24);
  });
});
