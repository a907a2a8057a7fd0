/** Keeps a signalling link: connects it, registers, connects it again when it is lost. */
import { messageOf } from "../../../base/errors.ts";
import { decodeM3ua, encodeM3ua, isTraffic, type M3uaMessage } from "../codec/m3ua.ts";
import { Association } from "../sctp/association.ts";
import { AspMachine, type AspNews, type AspOutcome, type AspState } from "./asp-state.ts";
import type { LinkConfig } from "./config.ts";
import { M3uaFramer } from "./framer.ts";

export type LinkNews =
  | AspNews
  /** The association is gone, or could not be made; another attempt follows. */
  | { readonly event: "down"; readonly reason: string }
  /** A message that cannot be read; it is dropped. `isTraffic`: it would have carried user data. */
  | { readonly event: "malformed"; readonly isTraffic: boolean; readonly reason: string };

/** RFC 4666, clause 1.4.7: stream 0 is for maintenance, data go on others. */
const maintenanceStream = 0;
const dataStream = 1;
const connectTimeoutMs = 5000;
const retryMs = 500;

export class SignallingLink {
  readonly #config: LinkConfig;
  readonly #onNews: (news: LinkNews) => void;
  readonly #asp: AspMachine;
  #association: Association | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(config: LinkConfig, onNews: (news: LinkNews) => void) {
    this.#config = config;
    this.#onNews = onNews;
    this.#asp = new AspMachine(config);
  }

  get state(): AspState {
    return this.#asp.state;
  }

  open(): void {
    void this.#connect();
  }

  activate(): void {
    this.#apply(this.#asp.activate());
  }

  deactivate(): void {
    this.#apply(this.#asp.deactivate());
  }

  /** Sends an encoded message with user data; false when the link carries no traffic. */
  send(data: Buffer): boolean {
    if (this.#association === undefined || this.#asp.state !== "active") return false;
    this.#association.send(data, dataStream);
    return true;
  }

  /** Stops reading, or goes on: unread messages wait at the sender. A new link reads. */
  setReading(isReading: boolean): void {
    this.#association?.setReading(isReading);
  }

  /** Takes the process out of service and closes the association in order. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#apply(this.#asp.deactivate());
    this.#association?.send(encodeM3ua({ type: "aspDown" }), maintenanceStream);
    this.#association?.close();
  }

  async #connect(): Promise<void> {
    const framer = new M3uaFramer();
    try {
      this.#association = await Association.connect(
        {
          localAddresses: this.#config.localAddresses,
          remoteAddresses: this.#config.stp.addresses,
          remotePort: this.#config.stp.port,
          timeoutMs: connectTimeoutMs,
        },
        {
          onData: (chunk) => {
            this.#receive(framer, chunk);
          },
          onLost: (reason) => {
            this.#lost(reason);
          },
        },
      );
    } catch (error) {
      this.#lost(messageOf(error));
      return;
    }
    if (this.#isClosed) this.#association.close();
    else this.#apply(this.#asp.start());
  }

  #receive(framer: M3uaFramer, chunk: Buffer): void {
    let messages: Buffer[] = [];
    try {
      messages = framer.push(chunk);
    } catch (error) {
      // Without a length nobody can find what follows: start anew.
      this.#association?.close();
      this.#lost(messageOf(error));
    }
    for (const bytes of messages) {
      let message: M3uaMessage;
      try {
        message = decodeM3ua(bytes);
      } catch (error) {
        this.#onNews({ event: "malformed", isTraffic: isTraffic(bytes), reason: messageOf(error) });
        continue;
      }
      this.#apply(this.#asp.receive(message));
    }
  }

  #lost(reason: string): void {
    this.#association = undefined;
    this.#asp.lost();
    if (this.#isClosed) return;
    this.#onNews({ event: "down", reason });
    this.#retry = setTimeout(() => void this.#connect(), retryMs);
  }

  #apply(outcome: AspOutcome): void {
    for (const message of outcome.send) this.#association?.send(encodeM3ua(message), maintenanceStream);
    for (const news of outcome.news) this.#onNews(news);
  }
}
