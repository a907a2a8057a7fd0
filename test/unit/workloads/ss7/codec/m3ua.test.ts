import { describe, expect, test } from "vitest";
import { decodeM3ua, encodeM3ua, type M3uaMessage } from "../../../../../workloads/ss7/codec/m3ua.ts";

/** Sent by osmo-stp 2.1.0 (Debian 13) to an application server process, taken from a capture. */
const fromGateway: [string, M3uaMessage][] = [
  ["0100030400000008", { type: "aspUpAck" }],
  ["0100030500000008", { type: "aspDownAck" }],
  [
    "01000902000000240208001c020a00080000000102120008000000000006000800000065",
    {
      type: "registrationResponse",
      registrationResult: { localRoutingKeyId: 1, registrationStatus: 0, routingContext: 101 },
    },
  ],
  ["0100040300000018000b0008000000010006000800000065", { type: "aspActiveAck", trafficMode: 1, routingContext: 101 }],
  ["0100000100000018000d0008000100020006000800000065", { type: "notify", status: 0x00010002, routingContext: 101 }],
  [
    "0100020100000018000600080000006500120008000000ca",
    { type: "destinationUnavailable", routingContext: 101, affectedPointCodes: [202] },
  ],
];

const data: M3uaMessage = {
  type: "data",
  routingContext: 202,
  protocolData: {
    originatingPointCode: 202,
    destinationPointCode: 101,
    serviceIndicator: 3,
    networkIndicator: 2,
    messagePriority: 0,
    linkSelection: 224,
    data: Buffer.from("abcdef", "hex"),
  },
};
/** Worked out by hand from RFC 4666, clause 3.3.1: the length counts the byte of padding, the parameter's own does not. */
const dataBytes = "01000101 00000024 0006 0008 000000ca 0210 0013 000000ca 00000065 03 02 00 e0 abcdef 00".replaceAll(
  " ",
  "",
);

describe("decodeM3ua", () => {
  test.each(fromGateway)("reads what osmo-stp sent: %s", (hex, message) => {
    expect(decodeM3ua(Buffer.from(hex, "hex"))).toEqual(message);
  });

  test("reads DATA without its padding", () => {
    expect(decodeM3ua(Buffer.from(dataBytes, "hex"))).toEqual(data);
  });

  const decode = (hex: string) => () => decodeM3ua(Buffer.from(hex.replaceAll(" ", ""), "hex"));

  test("refuses another version", () => {
    expect(decode("02000301 00000008")).toThrow("M3UA, byte 0: version 0x02 is not 0x01.");
  });

  test("refuses a length that is not the message's", () => {
    expect(decode("01000301 0000000c")).toThrow("M3UA, byte 4: the header claims 12 bytes, but the message has 8.");
    expect(decode("01000301 00000009 00")).toThrow(
      "M3UA, byte 4: a length of 9 is not a multiple of 4 from 8 to 65532.",
    );
  });

  test("refuses a type that its class does not have", () => {
    expect(decode("01000309 00000008")).toThrow("M3UA, byte 2: class 3 has no message of type 9.");
  });

  test("refuses parameters that are unknown, come twice or reach too far", () => {
    expect(decode("01000301 00000010 0099 0008 00000001")).toThrow("M3UA, byte 8: parameter 0x99 is not known.");
    expect(decode("01000402 00000018 0006 0008 00000001 0006 0008 00000001")).toThrow(
      "M3UA, byte 16: parameter routingContext (0x06) occurs twice.",
    );
    expect(decode("01000402 00000010 0006 000c 00000001")).toThrow(
      "M3UA, byte 10: parameter 0x06 claims 12 bytes of 8.",
    );
  });

  test("refuses DATA without data", () => {
    expect(decode("01000101 00000008")).toThrow("M3UA, byte 8: DATA has no protocol data.");
  });
});

describe("encodeM3ua", () => {
  test("pads to four bytes", () => {
    expect(encodeM3ua(data).toString("hex")).toBe(dataBytes);
  });

  test("writes the registration that osmo-stp took", () => {
    const message: M3uaMessage = {
      type: "registrationRequest",
      routingKey: { localRoutingKeyId: 1, routingContext: 101, trafficMode: 1, destinationPointCode: 101 },
    };
    expect(encodeM3ua(message).toString("hex")).toBe(
      "010009010000002c020700240006000800000065000b000800000001020a000800000001020b000800000065",
    );
  });
});
