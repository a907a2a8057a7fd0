import { describe, expect, test } from "vitest";
import { decodeSccp, encodeSccp } from "../../../../../workloads/ss7/codec/sccp.ts";

const called = { pointCode: 101, subsystem: 6 };
const calling = { pointCode: 202, subsystem: 8 };
/** Worked out by hand from Q.713: class 0 with return, pointers 3, 7, 11, two addresses of 4 bytes, data. */
const unitdata = "0980 03070b 04 43 6500 06 04 43 ca00 08 02 abcd".replaceAll(" ", "");

describe("SCCP unitdata", () => {
  const message = { type: "unitdata", called, calling, data: Buffer.from("abcd", "hex") } as const;

  test("is encoded with point code and subsystem number", () => {
    expect(encodeSccp(message).toString("hex")).toBe(unitdata);
  });

  test("is decoded", () => {
    expect(decodeSccp(Buffer.from(unitdata, "hex"))).toEqual(message);
  });

  test("comes back as unitdata service with its cause", () => {
    const returned = { ...message, type: "unitdataService", cause: 4 } as const;
    expect(encodeSccp(returned).toString("hex")).toBe(`0a04${unitdata.slice(4)}`);
    expect(decodeSccp(encodeSccp(returned))).toEqual(returned);
  });

  const decode = (hex: string) => () => decodeSccp(Buffer.from(hex, "hex"));

  test("refuses other messages, with what is allowed", () => {
    expect(decode("11")).toThrow("SCCP, byte 0: message type 0x11 is neither UDT (0x09) nor UDTS (0x0a).");
  });

  test("refuses global titles, with the place of the address", () => {
    expect(decode(unitdata.replace("04436500", "0412" + "6500"))).toThrow(
      "SCCP, byte 6: the called address (indicator 0x12, 4 bytes) is not point code and subsystem number (0x43, 4 bytes).",
    );
  });

  test("says what a message that is cut off lacks", () => {
    expect(decode(unitdata.slice(0, -2))).toThrow("SCCP, byte 15: the data claims 2 bytes, but 1 are left.");
    expect(decode("0980 03".replaceAll(" ", ""))).toThrow(
      "SCCP, byte 5: the message ends before the length of the called address.",
    );
  });

  test("refuses bytes that belong to no part", () => {
    expect(decode(`${unitdata}00`)).toThrow("SCCP, byte 18: the data is followed by bytes that belong to nothing.");
  });

  test("refuses data that is too long", () => {
    expect(() => encodeSccp({ ...message, data: Buffer.alloc(255) })).toThrow(
      new RangeError("unitdata carries at most 254 bytes, not 255"),
    );
  });
});
