/**
 * SCCP's connectionless messages that carry TCAP (ITU-T Q.713): unitdata and extended unitdata, and both when they come back.
 * Written as UDT and UDTS; read in every form but segments.
 */
import { greatestPointCode } from "../point-codes.ts";
import { hex, malformed } from "./decode-error.ts";

/** Subsystem numbers (3GPP TS 23.003, clause 8). */
export const subsystems = { homeLocationRegister: 6, mobileSwitchingCentre: 8 } as const;

/** Each part may be absent (Q.713, clause 3.4): the label's point code is meant then, or the global title decides. */
export interface SccpAddress {
  /** 14 bits; the ITU's signalling point codes. */
  readonly pointCode?: number;
  readonly subsystem?: number;
  readonly globalTitle?: {
    /** 1 to 15: what `bytes` begin with. */
    readonly indicator: number;
    readonly bytes: Buffer;
    /** Routed on the title, not on the subsystem number. */
    readonly isRouting: boolean;
  };
}

export type SccpMessage =
  | {
      readonly type: "unitdata";
      readonly called: SccpAddress;
      readonly calling: SccpAddress;
      /** At most 254 bytes in UDT, the only form that is written. */
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

const unitdata = 0x09;
const unitdataService = 0x0a;
/**
 * The place of the first pointer: extended forms have a hop counter before it and behind the three a fourth pointer, to
 * options (Q.713, clauses 4.10, 4.11, 4.18 and 4.19).
 */
const pointersAt = new Map([
  [unitdata, 2],
  [unitdataService, 2],
  [0x11, 3],
  [0x12, 3],
]);
const isService = (type: number): boolean => type === unitdataService || type === 0x12;
/** Class 0 (no sequence kept), return message on error. */
const protocolClass = 0x80;
const segmentation = 0x10;
/** Bits of an address indicator (Q.713, clause 3.4.1). */
const hasPointCode = 0x01;
const hasSubsystem = 0x02;
const isRoutedOnSubsystem = 0x40;

export function encodeSccp(message: SccpMessage): Buffer {
  const { called, calling, data } = message;
  if (data.length > 254) throw new RangeError(`unitdata carries at most 254 bytes, not ${String(data.length)}`);
  const calledLength = addressLength(called);
  const callingLength = addressLength(calling);
  const bytes = Buffer.allocUnsafe(5 + 1 + calledLength + 1 + callingLength + 1 + data.length);
  bytes[0] = message.type === "unitdata" ? unitdata : unitdataService;
  bytes[1] = message.type === "unitdata" ? protocolClass : message.cause;
  // Three pointers, each counted from its own place to the length byte of its part.
  bytes[2] = 3;
  bytes[3] = 2 + 1 + calledLength;
  bytes[4] = 1 + 1 + calledLength + 1 + callingLength;
  writeAddress(bytes, 5, called, calledLength);
  writeAddress(bytes, 5 + 1 + calledLength, calling, callingLength);
  const at = 5 + 1 + calledLength + 1 + callingLength;
  bytes[at] = data.length;
  data.copy(bytes, at + 1);
  return bytes;
}

/**
 * Reads UDT and XUDT as `unitdata`, UDTS and XUDTS as `unitdataService`; parts may lie in any order, options are skipped.
 * Throws `malformed` for any other message and for a segment of one.
 */
export function decodeSccp(bytes: Buffer): SccpMessage {
  const type = byteAt(bytes, 0, "the message type");
  const pointers = pointersAt.get(type);
  if (pointers === undefined) {
    throw malformed(
      "SCCP",
      0,
      `message type ${hex(type)} is none of UDT (0x09), UDTS (0x0a), XUDT (0x11) and XUDTS (0x12).`,
    );
  }
  const second = byteAt(bytes, 1, isService(type) ? "the return cause" : "the protocol class");
  if (!isService(type) && (second & 0x0f) > 1) {
    throw malformed("SCCP", 1, `protocol class ${String(second & 0x0f)} is not connectionless (0 or 1).`);
  }
  const called = readAddress(bytes, pointers, "the called address");
  const calling = readAddress(bytes, pointers + 1, "the calling address");
  const at = startOf(bytes, pointers + 2, "the data");
  const data = bytes.subarray(at + 1, at + 1 + lengthAt(bytes, at, "the data"));
  if (pointers !== 2) checkOptions(bytes, pointers + 3);
  return isService(type)
    ? { type: "unitdataService", cause: second, called, calling, data }
    : { type: "unitdata", called, calling, data };
}

const addressLength = ({ pointCode, subsystem, globalTitle }: SccpAddress): number =>
  1 + (pointCode === undefined ? 0 : 2) + (subsystem === undefined ? 0 : 1) + (globalTitle?.bytes.length ?? 0);

function writeAddress(bytes: Buffer, at: number, address: SccpAddress, length: number): void {
  const { pointCode, subsystem, globalTitle } = address;
  bytes[at] = length;
  bytes[at + 1] =
    (pointCode === undefined ? 0 : hasPointCode) |
    (subsystem === undefined ? 0 : hasSubsystem) |
    ((globalTitle?.indicator ?? 0) << 2) |
    (globalTitle?.isRouting === true ? 0 : isRoutedOnSubsystem);
  let next = at + 2;
  if (pointCode !== undefined) next = bytes.writeUInt16LE(pointCode, next);
  if (subsystem !== undefined) next = bytes.writeUInt8(subsystem, next);
  globalTitle?.bytes.copy(bytes, next);
}

function readAddress(bytes: Buffer, pointer: number, what: string): SccpAddress {
  const at = startOf(bytes, pointer, what);
  const end = at + 1 + lengthAt(bytes, at, what);
  const offset = at + 1;
  const indicator = offset < end ? (bytes[offset] ?? 0) : undefined;
  let next = offset + 1;
  const pointCodeAt = next;
  if (indicator !== undefined && indicator & hasPointCode) next += 2;
  const subsystemAt = next;
  if (indicator !== undefined && indicator & hasSubsystem) next += 1;
  if (indicator === undefined || next > end) throw malformed("SCCP", offset, `${what} is shorter than its parts.`);
  const title = (indicator >> 2) & 0xf;
  return {
    ...(indicator & hasPointCode ? { pointCode: bytes.readUInt16LE(pointCodeAt) & greatestPointCode } : {}),
    ...(indicator & hasSubsystem ? { subsystem: bytes.readUInt8(subsystemAt) } : {}),
    ...(title === 0
      ? {}
      : {
          globalTitle: {
            indicator: title,
            bytes: bytes.subarray(next, end),
            isRouting: (indicator & isRoutedOnSubsystem) === 0,
          },
        }),
  };
}

/** Options are a name, a length and a value each, until a zero. Only a segment changes what the message says. */
function checkOptions(bytes: Buffer, pointer: number): void {
  const distance = byteAt(bytes, pointer, "the pointer to the options");
  if (distance === 0) return;
  let at = pointer + distance;
  for (;;) {
    const name = byteAt(bytes, at, "the end of the options");
    if (name === 0) return;
    const length = lengthAt(bytes, at + 1, "an option");
    // First segment, and no more remain: a whole message.
    if (name === segmentation && (byteAt(bytes, at + 2, "the segmentation") & 0x8f) !== 0x80) {
      throw malformed("SCCP", at, "the message is a segment of a longer one, which nothing here joins.");
    }
    at += 2 + length;
  }
}

/** Where the part that the pointer leads to has its length byte. */
const startOf = (bytes: Buffer, pointer: number, what: string): number =>
  pointer + byteAt(bytes, pointer, `the pointer to ${what}`);

function lengthAt(bytes: Buffer, at: number, what: string): number {
  const length = byteAt(bytes, at, `the length of ${what}`);
  const left = bytes.length - at - 1;
  if (length > left) {
    throw malformed("SCCP", at, `${what} claims ${String(length)} bytes, but ${String(left)} are left.`);
  }
  return length;
}

function byteAt(bytes: Buffer, at: number, what: string): number {
  const byte = bytes[at];
  if (byte === undefined) throw malformed("SCCP", at, `the message ends before ${what}.`);
  return byte;
}
