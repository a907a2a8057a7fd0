/** Cuts a byte stream into M3UA messages. */
import { messageLength } from "../codec/m3ua.ts";
import { padding } from "../codec/m3ua-parameter.ts";

/**
 * A one-to-one SCTP socket is read like a stream: a read ends with a user message but may also end inside one. M3UA's own
 * length says where each message ends; the padding of its last parameter may follow uncounted. A header that is not M3UA's
 * throws `malformed`: nothing behind it can be read.
 */
export class M3uaFramer {
  #pending: Buffer = Buffer.alloc(0);
  /** Bytes of padding that may come before the next message. */
  #padding = 0;

  /** The messages that are whole now. */
  push(chunk: Buffer): Buffer[] {
    const bytes = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const messages: Buffer[] = [];
    let at = 0;
    for (;;) {
      // A message begins with its version, which is not zero.
      for (; this.#padding > 0 && bytes[at] === 0; at += 1) this.#padding -= 1;
      const length = messageLength(bytes, at);
      if (length === undefined || bytes.length - at < length) break;
      messages.push(bytes.subarray(at, at + length));
      at += length;
      this.#padding = padding(length);
    }
    this.#pending = bytes.subarray(at);
    return messages;
  }
}
