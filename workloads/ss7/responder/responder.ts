/** The service: answers a TCAP Begin with a MAP operation by an End with its result. Pure but for its memory of transactions. */
import { messageOf } from "../../../base/errors.ts";
import {
  decodeRoutingInfoRequest,
  encodeRoutingInfoResult,
  mapErrors,
  sendRoutingInfoForSm,
  type RoutingInfoRequest,
} from "../codec/map.ts";
import { decodeTcap, encodeTcap, type TcapMessage } from "../codec/tcap.ts";
import type { Component } from "../codec/tcap-component.ts";
import { networkNode, subscriberIdentity } from "../numbering.ts";
import { TransactionMemory } from "./transaction-memory.ts";

export interface Reply {
  /** Absent when nobody can be told: the message has no originating transaction. */
  readonly tcap?: Buffer;
  /** False for an error or an abort. */
  readonly isSuccess: boolean;
  /** The same transaction came before. */
  readonly isRepeated: boolean;
  /** Why not, for people. */
  readonly reason?: string;
}

/** P-AbortCauses of Q.773. */
const unrecognisedTransaction = 1;
const badlyFormatted = 2;

export class Responder {
  readonly #memory: TransactionMemory;

  constructor(memory = new TransactionMemory()) {
    this.#memory = memory;
  }

  /** `caller`: the asker's point code; transactions of different askers are different. */
  answer(caller: number, tcap: Buffer, nowMs: number): Reply {
    let message: TcapMessage;
    try {
      message = decodeTcap(tcap);
    } catch (error) {
      return { isSuccess: false, isRepeated: false, reason: messageOf(error) };
    }
    if (message.type === "end" || message.type === "abort") {
      return { isSuccess: false, isRepeated: false, reason: `a ${message.type} for a dialogue that nobody has open` };
    }
    const { originatingId: destinationId, originatingIdLength: length } = message;
    const destination = { destinationId, ...(length === undefined ? {} : { destinationIdLength: length }) };
    if (message.type === "continue") {
      const abort = encodeTcap({ type: "abort", ...destination, cause: unrecognisedTransaction });
      return {
        tcap: abort,
        isSuccess: false,
        isRepeated: false,
        reason: "a continue for a dialogue that nobody has open",
      };
    }
    const isRepeated = this.#memory.isRepeated(caller, destinationId, nowMs);
    const [component, ...more] = message.components;
    if (component?.type !== "invoke" || more.length > 0) {
      const abort = encodeTcap({ type: "abort", ...destination, cause: badlyFormatted });
      return { tcap: abort, isSuccess: false, isRepeated, reason: "a Begin without exactly one Invoke" };
    }
    const { result, reason } = perform(component);
    const { applicationContext } = message;
    const end = encodeTcap({
      type: "end",
      ...destination,
      ...(applicationContext === undefined ? {} : { applicationContext }),
      components: [result],
    });
    return { tcap: end, isSuccess: reason === undefined, isRepeated, ...(reason === undefined ? {} : { reason }) };
  }
}

function perform({ invokeId, operation, parameter }: Component & { type: "invoke" }): {
  result: Component;
  reason?: string;
} {
  const refuse = (error: number, reason: string): { result: Component; reason: string } => ({
    result: { type: "returnError", invokeId, error },
    reason,
  });
  if (operation !== sendRoutingInfoForSm.operation) {
    return refuse(mapErrors.facilityNotSupported, `operation ${String(operation)} is not served`);
  }
  let request: RoutingInfoRequest;
  try {
    request = decodeRoutingInfoRequest(parameter ?? Buffer.alloc(0));
  } catch (error) {
    return refuse(mapErrors.unexpectedDataValue, messageOf(error));
  }
  const imsi = subscriberIdentity(request.msisdn);
  const routing = encodeRoutingInfoResult({ imsi, networkNode });
  return { result: { type: "returnResultLast", invokeId, operation, parameter: routing } };
}
