/**
 * MAP (3GPP TS 29.002): sendRoutingInfoForSM, by which a message centre asks the subscriber's home register where a short
 * message has to go. It is the smallest MAP operation that real networks carry by the thousand each second.
 */
import { BerReader, encodeElement, universal } from "./ber.ts";

export const sendRoutingInfoForSm = {
  /** Local operation code, TS 29.002 clause 17.5. */
  operation: 45,
  /** shortMsgGatewayContext-v3. */
  applicationContext: "0.4.0.0.1.0.20.3",
} as const;

/** MAP error codes that the responder gives, TS 29.002 clause 17.6.6. */
export const mapErrors = { unknownSubscriber: 1, facilityNotSupported: 21, unexpectedDataValue: 36 } as const;

/** Digits of an international number, without sign; at most 15. */
export type Digits = string;

export interface RoutingInfoRequest {
  readonly msisdn: Digits;
  /** Try the delivery even when the subscriber was not reachable before. */
  readonly hasPriority: boolean;
  readonly serviceCentre: Digits;
}

export interface RoutingInfoResult {
  /** International mobile subscriber identity. */
  readonly imsi: Digits;
  /** Number of the exchange that serves the subscriber. */
  readonly networkNode: Digits;
}

const requestTags = { msisdn: 0x80, priority: 0x81, serviceCentre: 0x82 } as const;
const resultTags = { location: 0xa0, networkNode: 0x81 } as const;

/** No extension, international number, E.164 numbering plan (TS 29.002, AddressString). */
const internationalE164 = 0x91;

export function encodeRoutingInfoRequest(request: RoutingInfoRequest): Buffer {
  return encodeElement(
    universal.sequence,
    encodeElement(requestTags.msisdn, encodeAddress(request.msisdn)),
    encodeElement(requestTags.priority, Buffer.from([request.hasPriority ? 0xff : 0x00])),
    encodeElement(requestTags.serviceCentre, encodeAddress(request.serviceCentre)),
  );
}

/** Throws `malformed`; optional parts of the specification beyond these three are refused, not skipped. */
export function decodeRoutingInfoRequest(bytes: Buffer): RoutingInfoRequest {
  const outer = new BerReader("MAP", bytes);
  const reader = outer.inside(outer.expect(universal.sequence, "the argument"));
  outer.end("the argument");
  const msisdn = decodeAddress(reader, requestTags.msisdn, "msisdn");
  const priority = reader.expect(requestTags.priority, "sm-RP-PRI");
  const [flag] = priority.contents;
  if (flag === undefined || priority.contents.length !== 1) {
    throw reader.error("sm-RP-PRI is not one byte.", priority.offset);
  }
  const serviceCentre = decodeAddress(reader, requestTags.serviceCentre, "serviceCentreAddress");
  reader.end("the argument");
  return { msisdn, hasPriority: flag !== 0, serviceCentre };
}

export function encodeRoutingInfoResult(result: RoutingInfoResult): Buffer {
  return encodeElement(
    universal.sequence,
    encodeElement(universal.octetString, encodeDigits(result.imsi)),
    encodeElement(resultTags.location, encodeElement(resultTags.networkNode, encodeAddress(result.networkNode))),
  );
}

export function decodeRoutingInfoResult(bytes: Buffer): RoutingInfoResult {
  const outer = new BerReader("MAP", bytes);
  const reader = outer.inside(outer.expect(universal.sequence, "the result"));
  outer.end("the result");
  const imsi = reader.expect(universal.octetString, "imsi");
  const location = reader.inside(reader.expect(resultTags.location, "locationInfoWithLMSI"));
  const networkNode = decodeAddress(location, resultTags.networkNode, "networkNode-Number");
  location.end("locationInfoWithLMSI");
  reader.end("the result");
  return { imsi: decodeDigits(reader, imsi.contents, imsi.contentsOffset, "imsi"), networkNode };
}

function encodeAddress(digits: Digits): Buffer {
  return Buffer.concat([Buffer.from([internationalE164]), encodeDigits(digits)]);
}

function decodeAddress(reader: BerReader, tag: number, what: string): Digits {
  const { contents, contentsOffset } = reader.expect(tag, what);
  if (contents[0] !== internationalE164) {
    throw reader.error(`${what} is not an international E.164 number (0x91).`, contentsOffset);
  }
  return decodeDigits(reader, contents.subarray(1), contentsOffset + 1, what);
}

const digitsPattern = /^\d{1,15}$/;
const filler = 0xf;

/** TBCD: two digits a byte, the first in the low half; 1111 fills the last byte of an odd number. */
function encodeDigits(digits: Digits): Buffer {
  if (!digitsPattern.test(digits)) throw new RangeError(`"${digits}" is not 1 to 15 digits`);
  const bytes = Buffer.alloc(Math.ceil(digits.length / 2));
  for (let at = 0; at < bytes.length; at += 1) {
    const high = digits[2 * at + 1];
    bytes[at] = Number(digits[2 * at]) | ((high === undefined ? filler : Number(high)) << 4);
  }
  return bytes;
}

function decodeDigits(reader: BerReader, bytes: Buffer, offset: number, what: string): Digits {
  let digits = "";
  for (const [at, byte] of bytes.entries()) {
    const low = byte & 0xf;
    const high = byte >> 4;
    const isLast = at === bytes.length - 1;
    if (low > 9 || (high > 9 && !(isLast && high === filler))) {
      throw reader.error(`${what} holds 0x${byte.toString(16)}, which is not two digits.`, offset + at);
    }
    digits += high === filler ? String(low) : `${String(low)}${String(high)}`;
  }
  if (!digitsPattern.test(digits))
    throw reader.error(`${what} has ${String(digits.length)} digits, not 1 to 15.`, offset);
  return digits;
}
