import { describe, expect, test } from "vitest";
import { decodeM3ua, encodeM3ua, isTraffic, type M3uaMessage } from "../../../../../workloads/ss7/codec/m3ua.ts";

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

  /** Management messages as RFC 4666, clauses 3.4 and 3.8, lets a gateway send them; tshark reads them alike. */
  const management: [string, string, M3uaMessage][] = [
    [
      "DUPU: an unequipped user",
      "01000205 00000020 0006 0008 00000065 0012 0008 00000065 0204 0008 00010003",
      {
        type: "userPartUnavailable",
        routingContext: 101,
        affectedPointCodes: [101],
        userCause: 0x00010003,
      },
    ],
    [
      "SCON: congestion of level 2",
      "01000204 00000020 0006 0008 00000065 0012 0008 00000065 0205 0008 00000002",
      { type: "congestion", routingContext: 101, affectedPointCodes: [101], congestionLevel: 2 },
    ],
    [
      "DAVA: of several destinations, for several application servers",
      "01000202 00000024 0006 000c 00000065 00000066 0012 0010 00000065 00000066 00000067",
      { type: "destinationAvailable", routingContext: [101, 102], affectedPointCodes: [101, 102, 103] },
    ],
    [
      "DRST: without routing context",
      "01000206 00000010 0012 0008 00000065",
      { type: "destinationRestricted", affectedPointCodes: [101] },
    ],
  ];
  test.each(management)("reads %s", (_, hex, message) => {
    expect(decodeM3ua(Buffer.from(hex.replaceAll(" ", ""), "hex"))).toEqual(message);
  });

  test("reads parameters in any order and skips those that it does not know", () => {
    const shuffled =
      "01000101 00000030 0210 0013 000000ca 00000065 03 02 00 e0 abcdef 00 0fff 0006 beef 0000 0006 0008 000000ca";
    const bytes = Buffer.from(shuffled.replaceAll(" ", ""), "hex");
    bytes.writeUInt32BE(bytes.length, 4);
    expect(decodeM3ua(bytes)).toEqual(data);
  });

  test("reads a message whose last parameter is not padded", () => {
    const bytes = Buffer.from(dataBytes, "hex").subarray(0, -1);
    bytes.writeUInt32BE(bytes.length, 4);
    expect(decodeM3ua(bytes)).toEqual(data);
  });

  test("takes the first of several registration results", () => {
    const result = (status: number): string => `0208 000c 0212 0008 0000000${String(status)}`;
    expect(decodeM3ua(Buffer.from(`01000902 00000020 ${result(0)} ${result(1)}`.replaceAll(" ", ""), "hex"))).toEqual({
      type: "registrationResponse",
      registrationResult: { registrationStatus: 0 },
    });
  });

  const decode = (hex: string) => () => decodeM3ua(Buffer.from(hex.replaceAll(" ", ""), "hex"));

  test("refuses another version", () => {
    expect(decode("02000301 00000008")).toThrow("M3UA, byte 0: version 0x02 is not 0x01.");
  });

  test("refuses a length that is not the message's", () => {
    expect(decode("01000301 0000000c")).toThrow("M3UA, byte 4: the header claims 12 bytes, but the message has 8.");
    expect(decode("01000301 00000007")).toThrow("M3UA, byte 4: a length of 7 is not from 8 to 65535.");
  });

  test("refuses a type that its class does not have", () => {
    expect(decode("01000309 00000008")).toThrow("M3UA, byte 2: class 3 has no message of type 9.");
  });

  test("refuses parameters that come twice or reach too far", () => {
    expect(decode("01000402 00000018 0006 0008 00000001 0006 0008 00000001")).toThrow(
      "M3UA, byte 16: parameter routingContext (0x06) occurs twice.",
    );
    expect(decode("01000402 00000010 0006 000c 00000001")).toThrow(
      "M3UA, byte 10: parameter 0x06 claims 12 bytes of 8.",
    );
  });

  test("refuses parameters within parameters without end", () => {
    expect(decode("01000901 00000014 0207 000c 0207 0008 0207 0004")).toThrow(
      "M3UA, byte 20: routingKey lies too deep",
    );
  });

  test("refuses DATA without data", () => {
    expect(decode("01000101 00000008")).toThrow("M3UA, byte 8: DATA has no protocol data.");
  });
});

test("isTraffic · is true of data alone, which an unreadable message of any other class never was", () => {
  const of = (hex: string): boolean => isTraffic(Buffer.from(hex, "hex"));
  expect(["0100010100000008", "0100020900000008", "0100030900000008"].map(of)).toEqual([true, false, false]);
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
