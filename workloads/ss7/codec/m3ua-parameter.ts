/** M3UA's parameters (RFC 4666, clause 3.2): tag, length, value, padded to four bytes. */
import { hex, malformed } from "./decode-error.ts";

/** MTP3 label and user data, clause 3.3.1. */
export interface ProtocolData {
  readonly originatingPointCode: number;
  readonly destinationPointCode: number;
  /** 3: SCCP. */
  readonly serviceIndicator: number;
  /** 2: national network. */
  readonly networkIndicator: number;
  readonly messagePriority: number;
  /** Signalling link selection. */
  readonly linkSelection: number;
  readonly data: Buffer;
}

export interface Parameters {
  readonly infoString?: string;
  /** Several come as a list; absent where a gateway has only one application server for this process. */
  readonly routingContext?: number | readonly number[];
  readonly diagnostic?: Buffer;
  readonly heartbeatData?: Buffer;
  /** 1 override, 2 loadshare, 3 broadcast. */
  readonly trafficMode?: number;
  /** Error code, clause 3.8.1. */
  readonly errorCode?: number;
  /** Status type in the upper 16 bits, information in the lower, clause 3.8.2. */
  readonly status?: number;
  readonly aspIdentifier?: number;
  /** Point codes with their masks in the upper 8 bits. */
  readonly affectedPointCodes?: readonly number[];
  readonly correlationId?: number;
  /** 0: registered, clause 3.6.2. */
  readonly registrationStatus?: number;
  readonly localRoutingKeyId?: number;
  readonly destinationPointCode?: number;
  readonly networkAppearance?: number;
  /** Cause in the upper 16 bits, MTP3 user in the lower, clause 3.4.5. */
  readonly userCause?: number;
  /** 0 to 3, clause 3.4.4. */
  readonly congestionLevel?: number;
  readonly concernedDestination?: number;
  readonly protocolData?: ProtocolData;
  readonly routingKey?: Parameters;
  /** The first of several. */
  readonly registrationResult?: Parameters;
}

type Name = keyof Parameters;
type Kind = "number" | "numbers" | "numberOrNumbers" | "bytes" | "text" | "parameters" | "protocolData";

/** Tag, name, kind; encoded in this order, in which tags only rise. */
const definitions: readonly (readonly [number, Name, Kind])[] = [
  [0x0004, "infoString", "text"],
  [0x0006, "routingContext", "numberOrNumbers"],
  [0x0007, "diagnostic", "bytes"],
  [0x0009, "heartbeatData", "bytes"],
  [0x000b, "trafficMode", "number"],
  [0x000c, "errorCode", "number"],
  [0x000d, "status", "number"],
  [0x0011, "aspIdentifier", "number"],
  [0x0012, "affectedPointCodes", "numbers"],
  [0x0013, "correlationId", "number"],
  [0x0200, "networkAppearance", "number"],
  [0x0204, "userCause", "number"],
  [0x0205, "congestionLevel", "number"],
  [0x0206, "concernedDestination", "number"],
  [0x0207, "routingKey", "parameters"],
  [0x0208, "registrationResult", "parameters"],
  [0x020a, "localRoutingKeyId", "number"],
  [0x020b, "destinationPointCode", "number"],
  [0x0210, "protocolData", "protocolData"],
  [0x0212, "registrationStatus", "number"],
];
const byTag = new Map(definitions.map((definition) => [definition[0], definition]));

const tagAndLength = 4;
const labelLength = 12;
/** Parameters within parameters: RFC 4666 has two levels. */
const greatestDepth = 2;

/** Writes the parameters from `at` on and returns where they end. */
export function writeParameters(bytes: Buffer, at: number, parameters: Parameters): number {
  let next = at;
  for (const [tag, name, kind] of definitions) {
    const value = parameters[name];
    if (value === undefined) continue;
    const end = writeValue(bytes, next + tagAndLength, kind, value);
    bytes.writeUInt16BE(tag, next);
    bytes.writeUInt16BE(end - next, next + 2);
    next = end + padding(end - next);
    if (next > end) bytes.fill(0, end, next);
  }
  return next;
}

/**
 * The parameters from `start` to `end`; offsets in errors count from the start of `bytes`. They may come in any order. The reader skips
 * unknown parameters and padding; the padding of the last parameter may be missing.
 */
export function decodeParameters(bytes: Buffer, start: number, end: number, depth = 1): Parameters {
  const parameters: Partial<Record<Name, Parameters[Name]>> = {};
  let at = start;
  while (at < end) {
    if (end - at < tagAndLength) throw malformed("M3UA", at, "the message ends inside a parameter's header.");
    const tag = bytes.readUInt16BE(at);
    const length = bytes.readUInt16BE(at + 2);
    if (length < tagAndLength || length > end - at) {
      throw malformed("M3UA", at + 2, `parameter ${hex(tag)} claims ${String(length)} bytes of ${String(end - at)}.`);
    }
    const definition = byTag.get(tag);
    if (definition !== undefined) {
      const [, name, kind] = definition;
      if (parameters[name] === undefined) {
        parameters[name] = decodeValue(kind, name, bytes, at + tagAndLength, at + length, depth);
      } else if (kind !== "parameters") {
        throw malformed("M3UA", at, `parameter ${name} (${hex(tag)}) occurs twice.`);
      }
    }
    at += length + padding(length);
  }
  // Each name was filled by the kind that its definition gives it.
  return parameters as Parameters;
}

export const padding = (length: number): number => (4 - (length % 4)) % 4;

/** Returns where the value ends, without padding. */
function writeValue(bytes: Buffer, at: number, kind: Kind, value: NonNullable<Parameters[Name]>): number {
  if (typeof value === "number") return bytes.writeUInt32BE(value, at);
  if (typeof value === "string") return at + bytes.write(value, at);
  if (Buffer.isBuffer(value)) return at + value.copy(bytes, at);
  if (Array.isArray(value)) {
    let next = at;
    for (const number of value as number[]) next = bytes.writeUInt32BE(number, next);
    return next;
  }
  if (kind !== "protocolData") return writeParameters(bytes, at, value as Parameters);
  const label = value as ProtocolData;
  bytes.writeUInt32BE(label.originatingPointCode, at);
  bytes.writeUInt32BE(label.destinationPointCode, at + 4);
  bytes[at + 8] = label.serviceIndicator;
  bytes[at + 9] = label.networkIndicator;
  bytes[at + 10] = label.messagePriority;
  bytes[at + 11] = label.linkSelection;
  return at + labelLength + label.data.copy(bytes, at + labelLength);
}

function decodeValue(
  kind: Kind,
  name: Name,
  bytes: Buffer,
  start: number,
  end: number,
  depth: number,
): Parameters[Name] {
  const length = end - start;
  switch (kind) {
    case "number":
      if (length !== 4) throw malformed("M3UA", start, `${name} has ${String(length)} bytes instead of 4.`);
      return bytes.readUInt32BE(start);
    case "numbers":
    case "numberOrNumbers":
      if (length === 0 || length % 4 !== 0) {
        throw malformed("M3UA", start, `${name} has ${String(length)} bytes, not a multiple of 4.`);
      }
      if (length === 4 && kind === "numberOrNumbers") return bytes.readUInt32BE(start);
      return Array.from({ length: length / 4 }, (_, index) => bytes.readUInt32BE(start + 4 * index));
    case "bytes":
      return bytes.subarray(start, end);
    case "text":
      return bytes.toString("utf8", start, end);
    case "parameters":
      if (depth > greatestDepth) throw malformed("M3UA", start, `${name} lies too deep in other parameters.`);
      return decodeParameters(bytes, start, end, depth + 1);
    case "protocolData":
      if (length < labelLength) {
        throw malformed("M3UA", start, `${name} has ${String(length)} bytes, less than its label's 12.`);
      }
      return {
        originatingPointCode: bytes.readUInt32BE(start),
        destinationPointCode: bytes.readUInt32BE(start + 4),
        serviceIndicator: bytes.readUInt8(start + 8),
        networkIndicator: bytes.readUInt8(start + 9),
        messagePriority: bytes.readUInt8(start + 10),
        linkSelection: bytes.readUInt8(start + 11),
        data: bytes.subarray(start + labelLength, end),
      };
  }
}
