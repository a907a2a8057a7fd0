/** What a load generator asks, and how it reads an answer: one TCAP dialogue a request. */
import { encodeRoutingInfoRequest, sendRoutingInfoForSm } from "../codec/map.ts";
import { decodeSccp } from "../codec/sccp.ts";
import { decodeTcap, encodeTcap } from "../codec/tcap.ts";
import { serviceCentre, subscriberNumber } from "../numbering.ts";

/** The Begin of a request; equal for its retransmissions. */
export function requestOf(transactionId: number): Buffer {
  const parameter = encodeRoutingInfoRequest({
    msisdn: subscriberNumber(transactionId),
    hasPriority: true,
    serviceCentre,
  });
  return encodeTcap({
    type: "begin",
    originatingId: transactionId,
    applicationContext: sendRoutingInfoForSm.applicationContext,
    components: [{ type: "invoke", invokeId: 1, operation: sendRoutingInfoForSm.operation, parameter }],
  });
}

export interface Answer {
  readonly transactionId: number;
  /** False for an error, an abort and a request that the network sent back. */
  readonly isSuccess: boolean;
}

/** Reads the SCCP message of an answer. Throws `malformed`. */
export function readAnswer(sccp: Buffer): Answer {
  const unitdata = decodeSccp(sccp);
  const message = decodeTcap(unitdata.data);
  if (message.type === "begin") return { transactionId: message.originatingId, isSuccess: false };
  const isSuccess =
    unitdata.type === "unitdata" &&
    message.type !== "abort" &&
    message.components.some((component) => component.type === "returnResultLast");
  return { transactionId: message.destinationId, isSuccess };
}
