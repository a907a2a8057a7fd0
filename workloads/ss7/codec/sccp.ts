/**
 * SCCP unitdata (ITU-T Q.713, UDT and UDTS), addressed by point code and subsystem number: the connectionless message that
 * carries TCAP.
 */
import { hex, malformed } from "./decode-error.ts";

/** Subsystem numbers (3GPP TS 23.003, clause 8). */
export const subsystems = { homeLocationRegister: 6, mobileSwitchingCentre: 8 } as const;

export interface SccpAddress {
  /** 14 bits; the ITU's signalling point codes. */
  readonly pointCode: number;
  readonly subsystem: number;
}

export type SccpMessage =
  | {
      readonly type: "unitdata";
      readonly called: SccpAddress;
      readonly calling: SccpAddress;
      /** At most 254 bytes. */
      readonly data: Buffer;
    }
  | {
      /** Unitdata that could not be delivered and comes back. */
      readonly type: "unitdataService";
      /** Return cause, Q.713 clause 3.12: 1 no translation, 3 subsystem congestion, 4 subsystem failure, … */
      readonly cause: number;
      readonly called: SccpAddress;
      readonly calling: SccpAddress;
      readonly data: Buffer;
    };

const types = { unitdata: 0x09, unitdataService: 0x0a } as const;
/** Class 0 (no sequence kept), return message on error. */
const protocolClass = 0x80;
/** Point code and subsystem number present, no global title, routing on the subsystem number (Q.713, clause 3.4.1). */
const addressIndicator = 0x43;
const addressLength = 4;

export function encodeSccp(message: SccpMessage): Buffer {
  const { called, calling, data } = message;
  if (data.length > 254) throw new RangeError(`unitdata carries at most 254 bytes, not ${String(data.length)}`);
  const bytes = Buffer.allocUnsafe(5 + 2 * (1 + addressLength) + 1 + data.length);
  bytes[0] = types[message.type];
  bytes[1] = message.type === "unitdata" ? protocolClass : message.cause;
  // Three pointers, each counted from its own place to the length byte of its part.
  bytes[2] = 3;
  bytes[3] = 2 + 1 + addressLength;
  bytes[4] = 1 + 2 * (1 + addressLength);
  writeAddress(bytes, 5, called);
  writeAddress(bytes, 5 + 1 + addressLength, calling);
  const at = 5 + 2 * (1 + addressLength);
  bytes[at] = data.length;
  data.copy(bytes, at + 1);
  return bytes;
}

/** Throws `malformed` for any other message, global titles and addresses without point code. */
export function decodeSccp(bytes: Buffer): SccpMessage {
  const type = byteAt(bytes, 0, "the message type");
  if (type !== types.unitdata && type !== types.unitdataService) {
    throw malformed("SCCP", 0, `message type ${hex(type)} is neither UDT (0x09) nor UDTS (0x0a).`);
  }
  const second = byteAt(bytes, 1, type === types.unitdata ? "the protocol class" : "the return cause");
  if (type === types.unitdata && (second & 0x0f) > 1) {
    throw malformed("SCCP", 1, `protocol class ${String(second & 0x0f)} is not connectionless (0 or 1).`);
  }
  const called = readAddress(bytes, 2, "the called address");
  const calling = readAddress(bytes, 3, "the calling address");
  const data = readPart(bytes, 4, "the data");
  if (data.offset + data.part.length !== bytes.length) {
    throw malformed("SCCP", data.offset + data.part.length, "the data is followed by bytes that belong to nothing.");
  }
  return type === types.unitdata
    ? { type: "unitdata", called, calling, data: data.part }
    : { type: "unitdataService", cause: second, called, calling, data: data.part };
}

function writeAddress(bytes: Buffer, at: number, { pointCode, subsystem }: SccpAddress): void {
  bytes[at] = addressLength;
  bytes[at + 1] = addressIndicator;
  bytes.writeUInt16LE(pointCode, at + 2);
  bytes[at + 4] = subsystem;
}

function readAddress(bytes: Buffer, pointer: number, what: string): SccpAddress {
  const { part, offset } = readPart(bytes, pointer, what);
  const indicator = byteAt(part, 0, what, offset);
  if ((indicator & 0x7f) !== addressIndicator || part.length !== addressLength) {
    throw malformed(
      "SCCP",
      offset,
      `${what} (indicator ${hex(indicator)}, ${String(part.length)} bytes) is not point code and subsystem number (0x43, 4 bytes).`,
    );
  }
  return { pointCode: part.readUInt16LE(1) & 0x3fff, subsystem: part.readUInt8(3) };
}

function readPart(bytes: Buffer, pointer: number, what: string): { part: Buffer; offset: number } {
  const at = pointer + byteAt(bytes, pointer, `the pointer to ${what}`);
  const length = byteAt(bytes, at, `the length of ${what}`);
  const offset = at + 1;
  if (offset + length > bytes.length) {
    const left = bytes.length - offset;
    throw malformed("SCCP", at, `${what} claims ${String(length)} bytes, but ${String(left)} are left.`);
  }
  return { part: bytes.subarray(offset, offset + length), offset };
}

function byteAt(bytes: Buffer, at: number, what: string, base = 0): number {
  const byte = bytes[at];
  if (byte === undefined) throw malformed("SCCP", base + at, `the message ends before ${what}.`);
  return byte;
}
