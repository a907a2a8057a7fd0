/**
 * M3UA (RFC 4666): the messages between an application server process (ASP) and a signalling gateway: state and traffic
 * maintenance, routing key registration, network management, data.
 */
import { hex, malformed } from "./decode-error.ts";
import { decodeParameters, writeParameters, type Parameters } from "./m3ua-parameter.ts";

/** Message class and type, RFC 4666 clauses 3.1.2 and 3.1.3. */
const messageTypes = {
  error: [0, 0],
  notify: [0, 1],
  data: [1, 1],
  destinationUnavailable: [2, 1],
  destinationAvailable: [2, 2],
  destinationAudit: [2, 3],
  congestion: [2, 4],
  userPartUnavailable: [2, 5],
  destinationRestricted: [2, 6],
  aspUp: [3, 1],
  aspDown: [3, 2],
  heartbeat: [3, 3],
  aspUpAck: [3, 4],
  aspDownAck: [3, 5],
  heartbeatAck: [3, 6],
  aspActive: [4, 1],
  aspInactive: [4, 2],
  aspActiveAck: [4, 3],
  aspInactiveAck: [4, 4],
  registrationRequest: [9, 1],
  registrationResponse: [9, 2],
  deregistrationRequest: [9, 3],
  deregistrationResponse: [9, 4],
} as const satisfies Record<string, readonly [number, number]>;

export type MessageType = keyof typeof messageTypes;

/** A message: its type and, flat beside it, the parameters it carries. */
export type M3uaMessage = { readonly type: MessageType } & Parameters;

const typeOf = new Map(
  (Object.entries(messageTypes) as [MessageType, readonly [number, number]][]).map(([name, [group, type]]) => [
    group * 256 + type,
    name,
  ]),
);

const version = 1;
const headerLength = 8;

/** Where messages are put together: longer than any. */
const scratch = Buffer.alloc(0x10000);

export function encodeM3ua(message: M3uaMessage): Buffer {
  const end = writeParameters(scratch, headerLength, message);
  const [group, number] = messageTypes[message.type];
  scratch[0] = version;
  scratch[1] = 0;
  scratch[2] = group;
  scratch[3] = number;
  scratch.writeUInt32BE(end, 4);
  const bytes = Buffer.allocUnsafe(end);
  scratch.copy(bytes, 0, 0, end);
  return bytes;
}

/**
 * Decodes one whole message. Throws `malformed` for unknown messages, wrong lengths and missing protocol data; unknown
 * parameters are skipped.
 */
export function decodeM3ua(bytes: Buffer): M3uaMessage {
  const length = messageLength(bytes);
  if (length === undefined) throw malformed("M3UA", bytes.length, "the message ends inside its header.");
  if (length !== bytes.length) {
    throw malformed(
      "M3UA",
      4,
      `the header claims ${String(length)} bytes, but the message has ${String(bytes.length)}.`,
    );
  }
  const type = typeOf.get(bytes.readUInt16BE(2));
  if (type === undefined) {
    throw malformed("M3UA", 2, `class ${String(bytes[2])} has no message of type ${String(bytes[3])}.`);
  }
  const parameters = decodeParameters(bytes, headerLength, bytes.length);
  if (type === "data" && parameters.protocolData === undefined) {
    throw malformed("M3UA", headerLength, "DATA has no protocol data.");
  }
  return Object.assign(parameters, { type });
}

/** Whether the message carries traffic: an unreadable message without traffic concerns no request. */
export const isTraffic = (bytes: Buffer): boolean => bytes[2] === messageTypes.data[0];

/**
 * Length that a message's header claims; undefined when less than the header is there. A sender need not count the last
 * parameter's padding (clause 3.1.4).
 */
export function messageLength(bytes: Buffer, at = 0): number | undefined {
  if (bytes.length - at < headerLength) return undefined;
  if (bytes[at] !== version) throw malformed("M3UA", at, `version ${hex(bytes[at] ?? 0)} is not 0x01.`);
  const length = bytes.readUInt32BE(at + 4);
  if (length < headerLength || length > 0xffff) {
    throw malformed("M3UA", at + 4, `a length of ${String(length)} is not from 8 to 65535.`);
  }
  return length;
}
