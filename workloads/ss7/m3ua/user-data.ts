/** TCAP in SCCP unitdata in M3UA data: the wrapping that both sides of the load share. */
import type { M3uaMessage } from "../codec/m3ua.ts";
import { encodeSccp, type SccpAddress } from "../codec/sccp.ts";

type Place = SccpAddress & { readonly pointCode: number };

/** MTP3 service indicator of SCCP, and the network indicator of a national network (ITU-T Q.704, clause 14.2). */
const sccpService = 3;
const nationalNetwork = 2;

/** `selection`: 0 to 255; messages with the same keep their order. */
export function wrapTcap(
  routingContext: number,
  calling: Place,
  called: Place,
  tcap: Buffer,
  selection: number,
): M3uaMessage {
  return {
    type: "data",
    routingContext,
    protocolData: {
      originatingPointCode: calling.pointCode,
      destinationPointCode: called.pointCode,
      serviceIndicator: sccpService,
      networkIndicator: nationalNetwork,
      messagePriority: 0,
      linkSelection: selection,
      data: encodeSccp({ type: "unitdata", called, calling, data: tcap }),
    },
  };
}
