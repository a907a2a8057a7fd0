/**
 * MAP (3GPP TS 29.002): sendRoutingInfoForSM, by which a message centre asks the subscriber's home register where to send a short
 * message. It is the smallest MAP operation that real networks carry by the thousand each second.
 */
import { BerReader, universal } from "./ber.ts";
import { BerWriter } from "./ber-writer.ts";
import { hex } from "./decode-error.ts";

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
/** Bit of an AddressString's first byte that says that none of its kind follows. */
const noExtension = 0x80;

const writer = new BerWriter();

export function encodeRoutingInfoRequest({ msisdn, hasPriority, serviceCentre }: RoutingInfoRequest): Buffer {
  return writer.encode(() => {
    const { end } = writer;
    writeAddress(requestTags.serviceCentre, serviceCentre);
    writer.byte(hasPriority ? 0xff : 0x00);
    writer.header(requestTags.priority, writer.end + 1);
    writeAddress(requestTags.msisdn, msisdn);
    writer.header(universal.sequence, end);
  });
}

/** Throws `malformed`. Optional parts of the specification behind these three, and extensions, are skipped. */
export function decodeRoutingInfoRequest(bytes: Buffer): RoutingInfoRequest {
  const outer = new BerReader("MAP", bytes);
  const reader = outer.inside(outer.expect(universal.sequence, "the argument"));
  outer.end("the argument");
  const msisdn = decodeAddress(reader, bytes, requestTags.msisdn, "msisdn");
  const priority = reader.expect(requestTags.priority, "sm-RP-PRI");
  if (priority.contentsLength !== 1) throw reader.error("sm-RP-PRI is not one byte.", priority.offset);
  const hasPriority = bytes[priority.contentsOffset] !== 0;
  const serviceCentre = decodeAddress(reader, bytes, requestTags.serviceCentre, "serviceCentreAddress");
  skipRest(reader, "the argument's options");
  return { msisdn, hasPriority, serviceCentre };
}

export function encodeRoutingInfoResult({ imsi, networkNode }: RoutingInfoResult): Buffer {
  return writer.encode(() => {
    const { end } = writer;
    writeAddress(resultTags.networkNode, networkNode);
    writer.header(resultTags.location, end);
    const imsiEnd = writer.end;
    writeDigits(imsi);
    writer.header(universal.octetString, imsiEnd);
    writer.header(universal.sequence, end);
  });
}

/** Throws `malformed`. Optional parts of the specification behind these two, and extensions, are skipped. */
export function decodeRoutingInfoResult(bytes: Buffer): RoutingInfoResult {
  const outer = new BerReader("MAP", bytes);
  const reader = outer.inside(outer.expect(universal.sequence, "the result"));
  outer.end("the result");
  const imsi = reader.expect(universal.octetString, "imsi");
  const location = reader.inside(reader.expect(resultTags.location, "locationInfoWithLMSI"));
  const networkNode = decodeAddress(location, bytes, resultTags.networkNode, "networkNode-Number");
  skipRest(location, "locationInfoWithLMSI's options");
  skipRest(reader, "the result's options");
  return { imsi: decodeDigits(reader, bytes, imsi.contentsOffset, imsi.contentsEnd, "imsi"), networkNode };
}

function skipRest(reader: BerReader, what: string): void {
  while (!reader.isAtEnd) reader.next(what);
}

function writeAddress(tag: number, digits: Digits): void {
  const { end } = writer;
  writeDigits(digits);
  writer.byte(internationalE164);
  writer.header(tag, end);
}

/** Of any nature and numbering plan: the digits alone say who is meant here. */
function decodeAddress(reader: BerReader, bytes: Buffer, tag: number, what: string): Digits {
  const { contentsOffset, contentsEnd } = reader.expect(tag, what);
  if (contentsOffset === contentsEnd || ((bytes[contentsOffset] ?? 0) & noExtension) === 0) {
    throw reader.error(`${what} has no nature of address in one byte.`, contentsOffset);
  }
  return decodeDigits(reader, bytes, contentsOffset + 1, contentsEnd, what);
}

const digitsPattern = /^\d{1,15}$/;
const filler = 0xf;
const zero = 0x30;

/** TBCD: two digits a byte, the first in the low half; 1111 fills the last byte of an odd number. */
function writeDigits(digits: Digits): void {
  if (!digitsPattern.test(digits)) throw new RangeError(`"${digits}" is not 1 to 15 digits`);
  for (let at = (digits.length - 1) & ~1; at >= 0; at -= 2) {
    const high = at + 1 < digits.length ? digits.charCodeAt(at + 1) - zero : filler;
    writer.byte((digits.charCodeAt(at) - zero) | (high << 4));
  }
}

function decodeDigits(reader: BerReader, bytes: Buffer, start: number, end: number, what: string): Digits {
  let digits = "";
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    const low = byte & 0xf;
    const high = byte >> 4;
    const isFilled = high === filler && at === end - 1;
    if (low > 9 || (high > 9 && !isFilled)) {
      throw reader.error(`${what} holds ${hex(byte)}, which is not two digits.`, at);
    }
    digits += isFilled ? String(low) : (twoDigits[low * 10 + high] ?? "");
  }
  if (digits.length < 1 || digits.length > 15) {
    throw reader.error(`${what} has ${String(digits.length)} digits, not 1 to 15.`, start);
  }
  return digits;
}

const twoDigits = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, "0"));
