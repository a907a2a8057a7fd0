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
  readonly routingContext?: number;
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
  readonly protocolData?: ProtocolData;
  readonly routingKey?: Parameters;
  readonly registrationResult?: Parameters;
}

type Name = keyof Parameters;
type Kind = "number" | "numbers" | "bytes" | "text" | "parameters" | "protocolData";

/** Tag, name, kind; encoded in this order, in which tags only rise. */
const definitions: readonly (readonly [number, Name, Kind])[] = [
  [0x0004, "infoString", "text"],
  [0x0006, "routingContext", "number"],
  [0x0007, "diagnostic", "bytes"],
  [0x0009, "heartbeatData", "bytes"],
  [0x000b, "trafficMode", "number"],
  [0x000c, "errorCode", "number"],
  [0x000d, "status", "number"],
  [0x0011, "aspIdentifier", "number"],
  [0x0012, "affectedPointCodes", "numbers"],
  [0x0013, "correlationId", "number"],
  [0x0200, "networkAppearance", "number"],
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

export function encodeParameters(parameters: Parameters): Buffer {
  const parts: Buffer[] = [];
  for (const [tag, name, kind] of definitions) {
    const value = parameters[name];
    if (value === undefined) continue;
    const bytes = encodeValue(kind, value);
    const header = Buffer.allocUnsafe(tagAndLength);
    header.writeUInt16BE(tag, 0);
    header.writeUInt16BE(tagAndLength + bytes.length, 2);
    parts.push(header, bytes, Buffer.alloc(padding(bytes.length)));
  }
  return Buffer.concat(parts);
}

/** The parameters from `start` to `end`; offsets in errors count from the start of `bytes`. */
export function decodeParameters(bytes: Buffer, start: number, end: number): Parameters {
  const parameters: Partial<Record<Name, Parameters[Name]>> = {};
  let at = start;
  while (at < end) {
    if (end - at < tagAndLength) throw malformed("M3UA", at, "the message ends inside a parameter's header.");
    const tag = bytes.readUInt16BE(at);
    const length = bytes.readUInt16BE(at + 2);
    const next = at + length + padding(length);
    if (length < tagAndLength || next > end) {
      throw malformed("M3UA", at + 2, `parameter ${hex(tag)} claims ${String(length)} bytes of ${String(end - at)}.`);
    }
    const definition = byTag.get(tag);
    if (definition === undefined) throw malformed("M3UA", at, `parameter ${hex(tag)} is not known.`);
    const [, name, kind] = definition;
    if (name in parameters) throw malformed("M3UA", at, `parameter ${name} (${hex(tag)}) occurs twice.`);
    parameters[name] = decodeValue(kind, name, bytes, at + tagAndLength, at + length);
    at = next;
  }
  // Each name was filled by the kind that its definition gives it.
  return parameters as Parameters;
}

const padding = (length: number): number => (4 - (length % 4)) % 4;

function encodeValue(kind: Kind, value: NonNullable<Parameters[Name]>): Buffer {
  if (typeof value === "number") return encodeNumbers([value]);
  if (typeof value === "string") return Buffer.from(value);
  if (Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return encodeNumbers(value as number[]);
  return kind === "protocolData" ? encodeProtocolData(value as ProtocolData) : encodeParameters(value as Parameters);
}

function encodeNumbers(values: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

function encodeProtocolData(value: ProtocolData): Buffer {
  const bytes = Buffer.allocUnsafe(labelLength + value.data.length);
  bytes.writeUInt32BE(value.originatingPointCode, 0);
  bytes.writeUInt32BE(value.destinationPointCode, 4);
  bytes[8] = value.serviceIndicator;
  bytes[9] = value.networkIndicator;
  bytes[10] = value.messagePriority;
  bytes[11] = value.linkSelection;
  value.data.copy(bytes, labelLength);
  return bytes;
}

function decodeValue(kind: Kind, name: Name, bytes: Buffer, start: number, end: number): Parameters[Name] {
  const length = end - start;
  switch (kind) {
    case "number":
      if (length !== 4) throw malformed("M3UA", start, `${name} has ${String(length)} bytes instead of 4.`);
      return bytes.readUInt32BE(start);
    case "numbers":
      if (length === 0 || length % 4 !== 0) {
        throw malformed("M3UA", start, `${name} has ${String(length)} bytes, not a multiple of 4.`);
      }
      return Array.from({ length: length / 4 }, (_, index) => bytes.readUInt32BE(start + 4 * index));
    case "bytes":
      return bytes.subarray(start, end);
    case "text":
      return bytes.toString("utf8", start, end);
    case "parameters":
      return decodeParameters(bytes, start, end);
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
