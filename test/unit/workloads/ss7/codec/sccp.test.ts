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
    expect(decode("13")).toThrow(
      "SCCP, byte 0: message type 0x13 is none of UDT (0x09), UDTS (0x0a), XUDT (0x11) and XUDTS (0x12).",
    );
  });

  test("keeps a global title as it is, and writes it back", () => {
    const title = { indicator: 4, bytes: Buffer.from("00120446707100", "hex"), isRouting: true };
    const withTitle = { ...message, called: { subsystem: 6, globalTitle: title }, calling: { subsystem: 8 } };
    const encoded = encodeSccp(withTitle);
    expect(encoded.toString("hex")).toBe("0980030c0e0912060012044670710002420802abcd");
    expect(decodeSccp(encoded)).toEqual(withTitle);
  });

  test("is read as extended unitdata, too, with its parts in any order and options", () => {
    // Hop counter 15; pointers to called, calling, data, options; data first; importance (0x12) and the end of options.
    const extended = "1180 0f 07 0b 02 0e 02 abcd 04 43 6500 06 04 43 ca00 08 12 01 05 00".replaceAll(" ", "");
    expect(decodeSccp(Buffer.from(extended, "hex"))).toEqual(message);
    expect(decodeSccp(Buffer.from(`1204${extended.slice(4)}`, "hex"))).toEqual({
      ...message,
      type: "unitdataService",
      cause: 4,
    });
  });

  test("reads a whole message that bears a segmentation, and refuses a segment", () => {
    const extended = (first: string): Buffer =>
      Buffer.from(
        `1180 0f 04 08 0c 0e 04 43 6500 06 04 43 ca00 08 02 abcd 10 04 ${first} 000001 00`.replaceAll(" ", ""),
        "hex",
      );
    expect(decodeSccp(extended("c0"))).toEqual(message);
    expect(() => decodeSccp(extended("c1"))).toThrow("the message is a segment of a longer one");
    expect(() => decodeSccp(extended("40"))).toThrow("the message is a segment of a longer one");
  });

  test("says what a message that is cut off lacks", () => {
    expect(decode(unitdata.slice(0, -2))).toThrow("SCCP, byte 15: the data claims 2 bytes, but 1 are left.");
    expect(decode("0980 03".replaceAll(" ", ""))).toThrow(
      "SCCP, byte 5: the message ends before the length of the called address.",
    );
  });

  test("passes over bytes that belong to no part", () => {
    expect(decodeSccp(Buffer.from(`${unitdata}00`, "hex"))).toEqual(message);
  });

  test("refuses an address that is shorter than its indicator says", () => {
    expect(decode(unitdata.replace("04436500", "02436500"))).toThrow(
      "SCCP, byte 6: the called address is shorter than its parts.",
    );
  });

  test("refuses data that is too long", () => {
    expect(() => encodeSccp({ ...message, data: Buffer.alloc(255) })).toThrow(
      new RangeError("unitdata carries at most 254 bytes, not 255"),
    );
  });
});
