import { fc } from "../../../../support/laws.ts";
import { describe, expect, test, vi } from "vitest";
import { CrossbedError } from "../../../../../base/errors.ts";
import { decodeM3ua, encodeM3ua, type M3uaMessage } from "../../../../../workloads/ss7/codec/m3ua.ts";
import {
  decodeRoutingInfoRequest,
  decodeRoutingInfoResult,
  encodeRoutingInfoRequest,
  encodeRoutingInfoResult,
} from "../../../../../workloads/ss7/codec/map.ts";
import { decodeSccp, encodeSccp, type SccpMessage } from "../../../../../workloads/ss7/codec/sccp.ts";
import { decodeTcap, encodeTcap, type TcapMessage } from "../../../../../workloads/ss7/codec/tcap.ts";
import type { Component } from "../../../../../workloads/ss7/codec/tcap-component.ts";
import { M3uaFramer } from "../../../../../workloads/ss7/m3ua/framer.ts";

// Many examples, slow on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const word = fc.nat({ max: 0xffffffff });
const byte = fc.nat({ max: 0xff });
const blob = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
const small = fc.integer({ min: -128, max: 127 });
const digits = fc.stringMatching(/^\d{1,15}$/);

const parameter = fc.option(
  blob.map((contents) => Buffer.concat([Buffer.from([0x30, 0x81, contents.length]), contents])),
  { nil: undefined },
);
const withParameter = <Fields extends object>(
  fields: fc.Arbitrary<Fields>,
): fc.Arbitrary<Fields & { parameter?: Buffer }> =>
  fc.tuple(fields, parameter).map(([known, bytes]) => (bytes === undefined ? known : { ...known, parameter: bytes }));
const component: fc.Arbitrary<Component> = fc.oneof(
  withParameter(fc.record({ type: fc.constant("invoke" as const), invokeId: small, operation: small })),
  withParameter(fc.record({ type: fc.constant("returnResultLast" as const), invokeId: small, operation: small })),
  withParameter(fc.record({ type: fc.constant("returnError" as const), invokeId: small, error: small })),
  withParameter(
    fc.record({ type: fc.constant("invoke" as const), invokeId: small, linkedId: small, operation: small }),
  ),
  fc.record({ type: fc.constant("returnResultNotLast" as const), invokeId: small }),
  fc.record({
    type: fc.constant("reject" as const),
    invokeId: small,
    problem: fc.constantFrom("general" as const, "invoke" as const, "returnResult" as const, "returnError" as const),
    problemCode: small,
  }),
);
const dialogue = {
  applicationContext: fc.constantFrom("0.4.0.0.1.0.20.3", "0.4.0.0.1.0.25.2"),
  components: fc.array(component, { maxLength: 3 }),
};
const tcap: fc.Arbitrary<TcapMessage> = fc.oneof(
  fc.record({ type: fc.constant("begin" as const), originatingId: word, ...dialogue }),
  fc.record({ type: fc.constant("end" as const), destinationId: word, components: dialogue.components }),
  fc.record({ type: fc.constant("end" as const), destinationId: word, ...dialogue }),
  fc.record({ type: fc.constant("continue" as const), originatingId: word, destinationId: word, ...dialogue }),
  fc.record({
    type: fc.constant("end" as const),
    destinationId: byte,
    destinationIdLength: fc.constant(1 as const),
    ...dialogue,
  }),
  fc.record({ type: fc.constant("abort" as const), destinationId: word, cause: byte }),
  fc.record({ type: fc.constant("abort" as const), destinationId: word }),
);
const address = fc.record({ pointCode: fc.nat({ max: 0x3fff }), subsystem: byte });
const sccp: fc.Arbitrary<SccpMessage> = fc.oneof(
  fc.record({ type: fc.constant("unitdata" as const), called: address, calling: address, data: blob }),
  fc.record({
    type: fc.constant("unitdataService" as const),
    cause: byte,
    called: address,
    calling: address,
    data: blob,
  }),
);
const m3ua: fc.Arbitrary<M3uaMessage> = fc.oneof(
  fc.record({
    type: fc.constant("data" as const),
    routingContext: word,
    protocolData: fc.record({
      originatingPointCode: word,
      destinationPointCode: word,
      serviceIndicator: byte,
      networkIndicator: byte,
      messagePriority: byte,
      linkSelection: byte,
      data: blob,
    }),
  }),
  fc.record({ type: fc.constant("heartbeat" as const), heartbeatData: blob }),
  fc.record({ type: fc.constant("notify" as const), status: word, infoString: fc.string() }),
  fc.record({
    type: fc.constant("destinationUnavailable" as const),
    affectedPointCodes: fc.array(word, { minLength: 1 }),
  }),
);

describe("encode and decode", () => {
  test("give back every TCAP message", () => {
    fc.assert(
      fc.property(tcap, (message) => {
        expect(decodeTcap(encodeTcap(message))).toEqual(message);
      }),
    );
  });

  test("give back every SCCP message", () => {
    fc.assert(
      fc.property(sccp, (message) => {
        expect(decodeSccp(encodeSccp(message))).toEqual(message);
      }),
    );
  });

  test("give back every M3UA message", () => {
    fc.assert(
      fc.property(m3ua, (message) => {
        expect(decodeM3ua(encodeM3ua(message))).toEqual(message);
      }),
    );
  });

  test("give back every MAP argument and result", () => {
    fc.assert(
      fc.property(digits, fc.boolean(), digits, (msisdn, hasPriority, serviceCentre) => {
        const request = { msisdn, hasPriority, serviceCentre };
        expect(decodeRoutingInfoRequest(encodeRoutingInfoRequest(request))).toEqual(request);
        const result = { imsi: msisdn, networkNode: serviceCentre };
        expect(decodeRoutingInfoResult(encodeRoutingInfoResult(result))).toEqual(result);
      }),
    );
  });
});

describe("decoders", () => {
  const decoders = { decodeM3ua, decodeSccp, decodeTcap, decodeRoutingInfoRequest, decodeRoutingInfoResult };

  /** A decoder reads it or refuses it in words; anything else, such as reading past the end, is a fault. */
  function check(decode: (bytes: Buffer) => unknown, bytes: Buffer): void {
    try {
      decode(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(CrossbedError);
      expect((error as CrossbedError).code).toBe("malformed");
    }
  }

  test.each(Object.entries(decoders))("%s refuses any bytes with an error of its own", (_, decode) => {
    fc.assert(
      fc.property(blob, (bytes) => {
        check(decode, bytes);
      }),
    );
  });

  test("refuse or read any row of headers, however deep", () => {
    const header = fc.constantFrom(
      "30",
      "a0",
      "a1",
      "62",
      "6c",
      "80",
      "00",
      "0000",
      "3080",
      "84",
      "ffffff",
      "04",
      "0207",
    );
    const rows = fc.array(header, { maxLength: 3000 }).map((parts) => Buffer.from(parts.join(""), "hex"));
    for (const decode of Object.values(decoders)) {
      fc.assert(
        fc.property(rows, (bytes) => {
          check(decode, bytes);
        }),
        { numRuns: 30 },
      );
    }
  });

  test("refuse a valid message with one byte changed, or read it", () => {
    fc.assert(
      fc.property(tcap, fc.nat(), byte, (message, at, value) => {
        const bytes = encodeTcap(message);
        bytes[at % bytes.length] = value;
        check(decodeTcap, bytes);
      }),
    );
  });

  test("refuse every beginning of a valid message", () => {
    fc.assert(
      fc.property(tcap, fc.nat(), (message, length) => {
        const bytes = encodeTcap(message);
        expect(() => decodeTcap(bytes.subarray(0, length % bytes.length))).toThrow(CrossbedError);
      }),
    );
  });
});

describe("M3uaFramer", () => {
  test("gives the same messages however the stream is cut", () => {
    fc.assert(
      fc.property(fc.array(m3ua, { maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 40 })), (messages, cuts) => {
        const wanted = messages.map(encodeM3ua);
        let stream = Buffer.concat(wanted);
        const framer = new M3uaFramer();
        const found: Buffer[] = [];
        for (const cut of [...cuts, stream.length]) {
          found.push(...framer.push(stream.subarray(0, cut)));
          stream = stream.subarray(cut);
        }
        expect(found.map((message) => message.toString("hex"))).toEqual(
          wanted.map((message) => message.toString("hex")),
        );
      }),
    );
  });
});
