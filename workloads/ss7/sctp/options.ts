/**
 * SCTP socket options as the kernel lays them out (`<linux/sctp.h>`), and the values that suit signalling: fast enough to
 * change path and to notice a dead peer, slow enough to live through a live migration's pause.
 */

/** Option numbers of `<linux/sctp.h>`. */
export const sctpOptions = {
  retransmissionTimeout: 0, // SCTP_RTOINFO
  association: 1, // SCTP_ASSOCINFO
  noDelay: 3, // SCTP_NODELAY
  peerAddress: 9, // SCTP_PEER_ADDR_PARAMS
  defaultSend: 10, // SCTP_DEFAULT_SEND_PARAM
  bindAdd: 100, // SCTP_SOCKOPT_BINDX_ADD
  connect: 110, // SCTP_SOCKOPT_CONNECTX
} as const;

/** Registered with IANA for M3UA. */
const m3uaPayloadProtocol = 3;

/**
 * RFC 4960's defaults wait 1 to 60 s before they send again; on a signalling network of one hop that turns one lost packet
 * into a second. Each path is probed every second and given up after 4 losses; the association after 10, some 20 s with
 * `maxMs` of 2 s, which a live migration's pause does not reach.
 */
const timing = {
  initialMs: 500,
  minMs: 200,
  maxMs: 2000,
  heartbeatMs: 1000,
  pathMaxRetransmissions: 4,
  associationMaxRetransmissions: 10,
};

/** Options of a new socket, in the order in which they are set: option number and value. */
export function socketOptions(): readonly (readonly [number, Buffer])[] {
  return [
    [sctpOptions.noDelay, words([1])],
    // struct sctp_rtoinfo: association, initial, max, min.
    [sctpOptions.retransmissionTimeout, words([0, timing.initialMs, timing.maxMs, timing.minMs])],
    [sctpOptions.association, associationParameters()],
    [sctpOptions.peerAddress, peerAddressParameters()],
    [sctpOptions.defaultSend, sendParameters(0)],
  ];
}

/** `struct sockaddr_in`, one after another, as SCTP's bind and connect take them. */
export function packAddresses(addresses: readonly string[], port: number): Buffer {
  const bytes = Buffer.alloc(16 * addresses.length);
  for (const [index, address] of addresses.entries()) {
    const at = 16 * index;
    bytes.writeUInt16LE(2, at); // AF_INET
    bytes.writeUInt16BE(port, at + 2);
    for (const [part, value] of address.split(".").entries()) bytes[at + 4 + part] = Number(value);
  }
  return bytes;
}

/** struct sctp_assocparams: association, max retransmissions (16 bits), then values that 0 leaves as they are. */
function associationParameters(): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt16LE(timing.associationMaxRetransmissions, 4);
  return bytes;
}

/** struct sctp_paddrparams, packed: association, any peer address (128 bytes), interval, max retransmissions, …, flags. */
function peerAddressParameters(): Buffer {
  const bytes = Buffer.alloc(156);
  bytes.writeUInt32LE(timing.heartbeatMs, 132);
  bytes.writeUInt16LE(timing.pathMaxRetransmissions, 136);
  bytes.writeUInt32LE(1, 146); // SPP_HB_ENABLE
  return bytes;
}

/** struct sctp_sndrcvinfo: stream, ssn, flags (16 bits each, padded to 8), payload protocol in network order, … */
export function sendParameters(stream: number): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt16LE(stream, 0);
  bytes.writeUInt32BE(m3uaPayloadProtocol, 8);
  return bytes;
}

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, 4 * index);
  return bytes;
}
