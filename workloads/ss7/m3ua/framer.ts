/** Cuts a byte stream into M3UA messages. */
import { messageLength } from "../codec/m3ua.ts";

/**
 * A one-to-one SCTP socket is read like a stream: a read ends with a user message but may also end inside one. M3UA's own
 * length says where each message ends. A header that is not M3UA's throws `malformed`: nothing behind it can be read.
 */
export class M3uaFramer {
  #pending: Buffer = Buffer.alloc(0);

  /** The messages that are whole now. */
  push(chunk: Buffer): Buffer[] {
    let rest = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const messages: Buffer[] = [];
    for (;;) {
      const length = messageLength(rest);
      if (length === undefined || rest.length < length) break;
      messages.push(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
    this.#pending = rest;
    return messages;
  }
}
