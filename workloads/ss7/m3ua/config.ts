/** How a process reaches the signalling transfer point and what it serves. */
import { greatestPort } from "../../../base/ports.ts";
import type { Checker } from "../config-checker.ts";
import { greatestPointCode } from "../point-codes.ts";

export interface LinkConfig {
  readonly stp: { readonly addresses: readonly string[]; readonly port: number };
  /** This machine's IPv4 addresses towards the transfer point; two for a multi-homed association. */
  readonly localAddresses: readonly string[];
  /** ITU point code, 14 bits, that this process (or its pair) serves. */
  readonly pointCode: number;
  /** Routing context of the application server that serves it. */
  readonly routingContext: number;
}

export function readLink(checker: Checker): LinkConfig {
  const stp = checker.inside("stp");
  return {
    stp: { addresses: stp.addresses("addresses"), port: stp.integer("port", 1, greatestPort) },
    localAddresses: checker.addresses("localAddresses"),
    pointCode: checker.integer("pointCode", 1, greatestPointCode),
    routingContext: checker.integer("routingContext", 1, 0xffffffff),
  };
}
