/** The service of one thread: it decodes a request in SCCP, works on it and answers it in M3UA. */
import { messageOf } from "../../../base/errors.ts";
import { encodeM3ua } from "../codec/m3ua.ts";
import { decodeSccp, type SccpMessage } from "../codec/sccp.ts";
import { wrapTcap } from "../m3ua/user-data.ts";
import { Responder } from "../responder/responder.ts";
import type { ApplicationConfig } from "./config.ts";
import { ServiceWork, type ServiceWorkConfig, type WorkShare } from "./service-work.ts";

export type ServiceConfig = ServiceWorkConfig & Pick<ApplicationConfig, "link">;

export interface ServiceRequest {
  readonly originatingPointCode: number;
  /** SCCP, as it came. */
  readonly data: Uint8Array;
  /** When it was read, milliseconds by the monotonic clock of the thread that has the link. */
  readonly fromMs: number;
}

export interface Served {
  /** An encoded M3UA message; absent when there is nobody to answer. */
  readonly answer?: Uint8Array;
  /** False for an error or an abort, and where there is no answer. */
  readonly isSuccess: boolean;
  /** The same transaction came before. */
  readonly isRepeated: boolean;
  /** Why not, for people. */
  readonly reason?: string;
  /** The request's. */
  readonly fromMs: number;
}

export class Service {
  readonly #link: ServiceConfig["link"];
  readonly #work: ServiceWork;
  readonly #responder = new Responder();

  /** Throws the system's error when the journal cannot be made. */
  constructor(config: ServiceConfig, share: WorkShare) {
    this.#link = config.link;
    this.#work = new ServiceWork(config, share);
  }

  serve({ originatingPointCode, data, fromMs }: ServiceRequest): Served {
    let sccp: SccpMessage;
    try {
      sccp = decodeSccp(Buffer.from(data.buffer, data.byteOffset, data.length));
    } catch (error) {
      return { isSuccess: false, isRepeated: false, reason: messageOf(error), fromMs };
    }
    this.#work.perform();
    const { tcap, ...reply } = this.#responder.answer(originatingPointCode, sccp.data, fromMs);
    if (tcap === undefined) return { ...reply, isSuccess: false, fromMs };
    return { ...reply, answer: this.#wrap(originatingPointCode, sccp, tcap), fromMs };
  }

  close(): void {
    this.#work.close();
  }

  #wrap(askerPointCode: number, { called, calling }: SccpMessage, tcap: Buffer): Buffer {
    const { pointCode, routingContext } = this.#link;
    const asker = { ...calling, pointCode: askerPointCode };
    return encodeM3ua(wrapTcap(routingContext, { ...called, pointCode }, asker, tcap, tcap[tcap.length - 1] ?? 0));
  }
}
