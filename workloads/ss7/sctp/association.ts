/** One SCTP association with a signalling gateway, from one or several local addresses to one or several of the peer's. */
import { Socket } from "node:net";
import { CrossbedError } from "../../../base/errors.ts";
import { closeSocket, connected, EINPROGRESS, openSctpSocket, setSctpOption, systemText } from "./libc.ts";
import { packAddresses, sctpOptions, sendParameters, socketOptions } from "./options.ts";

export interface AssociationOptions {
  /** IPv4. More than one: multi-homed, the first pair is the primary path. */
  readonly localAddresses: readonly string[];
  readonly remoteAddresses: readonly string[];
  readonly remotePort: number;
  readonly timeoutMs: number;
}

export interface AssociationHandlers {
  /** Bytes as they were read; may hold several messages or a part of one. */
  readonly onData: (chunk: Buffer) => void;
  /** Once, with the reason; never after `close`. */
  readonly onLost: (reason: string) => void;
}

export class Association {
  readonly #socket: Socket;
  readonly #fd: number;
  readonly #queue: { readonly message: Buffer; readonly stream: number }[] = [];
  #stream = 0;
  #isWriting = false;
  #isEnding = false;
  #isOver = false;
  #lostReason = "the peer closed the association";

  private constructor(fd: number, handlers: AssociationHandlers) {
    this.#fd = fd;
    this.#socket = new Socket({ fd, readable: true, writable: true });
    this.#socket.on("data", handlers.onData);
    this.#socket.on("error", (error) => {
      this.#lostReason = error.message;
    });
    this.#socket.on("end", () => this.#socket.destroy());
    this.#socket.on("close", () => {
      if (this.#isOver) return;
      this.#isOver = true;
      handlers.onLost(this.#lostReason);
    });
  }

  /** Throws `unreachable` with addresses and reason, `missing_prerequisite` on a kernel without SCTP. */
  static async connect(options: AssociationOptions, handlers: AssociationHandlers): Promise<Association> {
    const { localAddresses, remoteAddresses, remotePort, timeoutMs } = options;
    const fd = openSctpSocket();
    try {
      for (const [name, value] of socketOptions()) orThrow(setSctpOption(fd, name, value), options);
      orThrow(setSctpOption(fd, sctpOptions.bindAdd, packAddresses(localAddresses, 0)), options);
      const started = setSctpOption(fd, sctpOptions.connect, packAddresses(remoteAddresses, remotePort));
      orThrow(started === EINPROGRESS ? await connected(fd, timeoutMs) : started, options);
    } catch (error) {
      closeSocket(fd);
      throw error;
    }
    return new Association(fd, handlers);
  }

  /** Sends one message as one SCTP user message on a stream, from 0. Lost without a word when the association is. */
  send(message: Buffer, stream: number): void {
    this.#queue.push({ message, stream });
    if (!this.#isWriting) this.#writeNext();
  }

  /** Stops reading, or goes on. */
  setReading(isReading: boolean): void {
    if (isReading) this.#socket.resume();
    else this.#socket.pause();
  }

  /** Shuts down in order: what was sent before is delivered. */
  close(): void {
    this.#isOver = true;
    this.#isEnding = true;
    if (!this.#isWriting) this.#end();
  }

  /** After the shutdown the kernel tells a one-to-one socket nothing more that would close it. */
  #end(): void {
    this.#socket.end(() => this.#socket.destroy());
  }

  /** One write at a time: the stream would join waiting writes into one, that is several messages into one user message. */
  #writeNext(): void {
    const next = this.#queue.shift();
    this.#isWriting = next !== undefined;
    if (next === undefined) {
      if (this.#isEnding) this.#end();
      return;
    }
    // A write carries no stream: the socket's default is changed, which is rare.
    if (next.stream !== this.#stream && !this.#socket.destroyed) {
      setSctpOption(this.#fd, sctpOptions.defaultSend, sendParameters(next.stream));
      this.#stream = next.stream;
    }
    this.#socket.write(next.message, () => {
      this.#writeNext();
    });
  }
}

function orThrow(errno: number, { localAddresses, remoteAddresses, remotePort }: AssociationOptions): void {
  if (errno === 0) return;
  throw new CrossbedError("unreachable", `${systemText(errno)}.`, {
    where: `SCTP from ${localAddresses.join(", ")} to ${remoteAddresses.join(", ")} port ${String(remotePort)}`,
    hint: "Check that the signalling transfer point runs and listens there.",
  });
}
