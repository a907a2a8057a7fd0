import { describe, expect, test } from "vitest";
import {
  decodeRoutingInfoRequest,
  decodeRoutingInfoResult,
  encodeRoutingInfoRequest,
  encodeRoutingInfoResult,
} from "../../../../../workloads/ss7/codec/map.ts";

// Worked out by hand from TS 29.002's ASN.1 (RoutingInfoForSM-Arg, RoutingInfoForSM-Res) and AddressString; tshark reads the
// same digits from them (test/integration/workloads/ss7/dissection.test.ts).
const argument = "3015800791640700000021810 1ff8207916407080000f0".replaceAll(" ", "");
const result = "30150408 4290098007000012 a009 8107916407050000f1".replaceAll(" ", "");

describe("sendRoutingInfoForSM", () => {
  test("encodes an argument with numbers of even and odd length", () => {
    const request = { msisdn: "467000000012", hasPriority: true, serviceCentre: "46708000000" };
    expect(encodeRoutingInfoRequest(request).toString("hex")).toBe(argument);
    expect(decodeRoutingInfoRequest(Buffer.from(argument, "hex"))).toEqual(request);
  });

  test("encodes a result", () => {
    const value = { imsi: "2409900870000021", networkNode: "46705000001" };
    expect(() => encodeRoutingInfoResult(value)).toThrow(new RangeError('"2409900870000021" is not 1 to 15 digits'));
    const right = { ...value, imsi: "240990087000002" };
    const bytes = encodeRoutingInfoResult(right);
    expect(bytes.toString("hex")).toBe(result.replace("4290098007000012", "42900980070000f2"));
    expect(decodeRoutingInfoResult(bytes)).toEqual(right);
  });

  test("says which byte is no digits", () => {
    const wrong = Buffer.from(argument.replace("9164070000", "91640a0000"), "hex");
    expect(() => decodeRoutingInfoRequest(wrong)).toThrow("MAP, byte 6: msisdn holds 0x0a, which is not two digits.");
  });

  test("reads numbers of any nature, and refuses one whose nature goes on", () => {
    const other = (first: string): Buffer => Buffer.from(argument.replace("8207916407", `8207${first}6407`), "hex");
    expect(decodeRoutingInfoRequest(other("81")).serviceCentre).toBe("46708000000");
    expect(() => decodeRoutingInfoRequest(other("11"))).toThrow(
      "MAP, byte 16: serviceCentreAddress has no nature of address in one byte.",
    );
  });

  test("skips the options behind what it reads", () => {
    const withOptions = `3019${argument.slice(4)}8700 8801 00`.replaceAll(" ", "").replace("3019", "301a");
    expect(decodeRoutingInfoRequest(Buffer.from(withOptions, "hex")).msisdn).toBe("467000000012");
    // LMSI and GPRS indicator within the location, an extension container behind it.
    const long = "301f 0408 42900980070000f2 a011 8107916407050000f1 0404 01020304 8500 a400".replaceAll(" ", "");
    expect(decodeRoutingInfoResult(Buffer.from(long, "hex")).networkNode).toBe("46705000001");
  });

  test("refuses what follows the argument", () => {
    expect(() => decodeRoutingInfoRequest(Buffer.from(`${argument}00`, "hex"))).toThrow(
      "MAP, byte 23: the argument is followed by 1 bytes too many.",
    );
  });
});
