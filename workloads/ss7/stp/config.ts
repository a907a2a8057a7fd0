/** The signalling transfer point's configuration: osmo-stp 2.1 (libosmo-sigtran 2.1). */
import { formatPointCode, greatestPointCode } from "../point-codes.ts";

/** One application server: a cluster's pair, or one load generator. */
export interface StpApplicationServer {
  /** Letters, digits, `-`. */
  readonly name: string;
  /** ITU point code, 14 bits: messages to it go to this application server. */
  readonly pointCode: number;
  readonly routingContext: number;
}

export interface StpOptions {
  /** IPv4 addresses to listen on; several make its associations multi-homed. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly servers: readonly StpApplicationServer[];
}

/** How long messages to a pair without an active process wait for one. osmo-stp takes 1 to 2000, and breaks below 1000. */
const recoveryTimeoutMs = 2000;

/**
 * Renders the configuration file. Application servers and routes are fixed; which process serves which is not: each
 * registers its routing context after ASP Up (RFC 4666, clause 4.4.1), so that neither addresses nor ports of processes
 * stand here, and a process may come from anywhere and by any path. All servers are in override mode: the process that
 * asked last is active, the others of the same context stand by.
 */
export function stpConfig({ addresses, port, servers }: StpOptions): string {
  return [
    "log stderr",
    " logging filter all 1",
    " logging color 0",
    " logging print category 1",
    " logging timestamp 1",
    " logging level set-all notice",
    "line vty",
    " no login",
    "cs7 instance 0",
    " network-indicator national",
    " xua rkm routing-key-allocation static-only",
    ...servers.flatMap((server) => [
      ` as ${server.name} m3ua`,
      `  routing-key ${String(server.routingContext)} ${formatPointCode(server.pointCode)}`,
      "  traffic-mode override",
      `  recovery-timeout ${String(recoveryTimeoutMs)}`,
    ]),
    " route-table system",
    // Each route is for one point code: all bits of its mask are set.
    ...servers.map(
      ({ name, pointCode }) =>
        `  update route ${formatPointCode(pointCode)} ${formatPointCode(greatestPointCode)} linkset ${name}`,
    ),
    ` listen m3ua ${String(port)}`,
    "  accept-asp-connections dynamic-permitted",
    ...addresses.map((address) => `  local-ip ${address}`),
    "",
  ].join("\n");
}
