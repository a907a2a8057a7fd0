import { describe, expect, test } from "vitest";
import { decodeTcap, encodeTcap, type TcapMessage } from "../../../../../workloads/ss7/codec/tcap.ts";

const hex = (text: string): string => text.replaceAll(/\s/g, "");

/** Worked out by hand from Q.773: Begin, AARQ, one Invoke; End, AARE accepted, one ReturnResultLast; Abort. */
const vectors: [string, string, TcapMessage][] = [
  [
    "a Begin with dialogue and Invoke",
    `62 34  48 04 00c717e0
     6b 1e 28 1c 06 07 00118605010101 a0 11 60 0f 80 02 0780 a1 09 06 07 04000001001403
     6c 0c a1 0a 02 01 01 02 01 2d 30 02 80 00`,
    {
      type: "begin",
      originatingId: 0x00c717e0,
      applicationContext: "0.4.0.0.1.0.20.3",
      components: [{ type: "invoke", invokeId: 1, operation: 45, parameter: Buffer.from("30028000", "hex") }],
    },
  ],
  [
    "an End with dialogue and ReturnResultLast",
    `64 42  49 04 00c717e0
     6b 2a 28 28 06 07 00118605010101 a0 1d 61 1b 80 02 0780 a1 09 06 07 04000001001403 a2 03 02 01 00
       a3 05 a1 03 02 01 00
     6c 0e a2 0c 02 01 01 30 07 02 01 2d 30 02 04 00`,
    {
      type: "end",
      destinationId: 0x00c717e0,
      applicationContext: "0.4.0.0.1.0.20.3",
      components: [{ type: "returnResultLast", invokeId: 1, operation: 45, parameter: Buffer.from("30020400", "hex") }],
    },
  ],
  [
    "an End with ReturnError and without dialogue",
    "64 10 49 04 ffffffff 6c 08 a3 06 02 01 01 02 01 15",
    {
      type: "end",
      destinationId: 0xffffffff,
      components: [{ type: "returnError", invokeId: 1, error: 21 }],
    },
  ],
  [
    "an End with ReturnError, its parameter and a global code",
    "64 12 49 04 00000001 6c 0a a3 08 02 01 01 06 01 2a 05 00",
    {
      type: "end",
      destinationId: 1,
      components: [{ type: "returnError", invokeId: 1, error: "1.2", parameter: Buffer.from("0500", "hex") }],
    },
  ],
  [
    "an End with ReturnResultNotLast, a ReturnResultLast without value and a Reject of nobody knows what",
    "64 1e 49 04 00000001 6c 16 a7 08 02 01 01 30 03 02 01 2d a2 03 02 01 01 a4 05 05 00 80 01 02",
    {
      type: "end",
      destinationId: 1,
      components: [
        { type: "returnResultNotLast", invokeId: 1, operation: 45 },
        { type: "returnResultLast", invokeId: 1 },
        { type: "reject", problem: "general", problemCode: 2 },
      ],
    },
  ],
  [
    "a Continue with a linked Invoke and a Reject",
    "65 1e 48 01 02 49 04 00000001 6c 13 a1 09 02 01 02 80 01 01 02 01 2c a4 06 02 01 01 81 01 00",
    {
      type: "continue",
      originatingId: 2,
      originatingIdLength: 1,
      destinationId: 1,
      components: [
        { type: "invoke", invokeId: 2, linkedId: 1, operation: 44 },
        { type: "reject", invokeId: 1, problem: "invoke", problemCode: 0 },
      ],
    },
  ],
  ["a user's Abort without information", "67 06 49 04 00000001", { type: "abort", destinationId: 1 }],
  ["an Abort", "67 09 49 04 00000001 4a 01 02", { type: "abort", destinationId: 1, cause: 2 }],
];

describe("TCAP", () => {
  test.each(vectors)("encodes and decodes %s", (_, text, message) => {
    expect(encodeTcap(message).toString("hex")).toBe(hex(text));
    expect(decodeTcap(Buffer.from(hex(text), "hex"))).toEqual(message);
  });

  const decode = (text: string) => () => decodeTcap(Buffer.from(hex(text), "hex"));

  test("reads transaction ids of one to four bytes", () => {
    expect(decodeTcap(Buffer.from(hex("64 03 49 01 07"), "hex"))).toEqual({
      type: "end",
      destinationId: 7,
      destinationIdLength: 1,
      components: [],
    });
    expect(decode("64 07 49 05 0000000007")).toThrow(
      "TCAP, byte 2: the destination transaction id has 5 bytes; allowed are 1 to 4.",
    );
  });

  test("reads a user's Abort with its dialogue", () => {
    // ABRT of the dialogue service user.
    const dialogue = "6b 12 28 10 06 07 00118605010101 a0 05 64 03 80 01 00";
    expect(decodeTcap(Buffer.from(hex(`67 17 49 01 07 ${dialogue}`), "hex"))).toEqual({
      type: "abort",
      destinationId: 7,
      destinationIdLength: 1,
    });
  });

  test("refuses other messages", () => {
    expect(decode("61 00")).toThrow(
      "TCAP, byte 0: tag 0x61 is none of Begin (0x62), End (0x64), Continue (0x65) and Abort (0x67).",
    );
  });

  test("refuses bytes behind the message", () => {
    expect(decode("67 09 49 04 00000001 4a 01 02 00")).toThrow(
      "TCAP, byte 11: the message is followed by 1 bytes too many.",
    );
  });

  test("refuses another abstract syntax", () => {
    expect(decode("62 0e 48 01 00 6b 09 28 07 06 03 813403 a0 00")).toThrow(
      "TCAP, byte 9: the dialogue's abstract syntax is 2.100.3; allowed is 0.0.17.773.1.1.1.",
    );
  });

  test("refuses components that it does not know, with their place", () => {
    expect(decode("64 0a 49 01 01 6c 05 a5 03 02 01 01")).toThrow(
      "TCAP, byte 7: a component has tag 0xa5; allowed are Invoke (0xa1), ReturnResultLast (0xa2), ReturnError (0xa3), Reject (0xa4) and ReturnResultNotLast (0xa7).",
    );
  });
});
