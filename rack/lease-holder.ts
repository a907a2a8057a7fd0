/** In whose name hosts and LUNs are taken, and where a host keeps that. */
import { hostname, userInfo } from "node:os";

export interface LeaseHolder {
  readonly stack: string;
  /** The user and the machine that run it. */
  readonly holder: string;
}

/** Who this process is to everybody who finds the hosts of its stack taken. */
export function leaseHolder(stack: string): LeaseHolder {
  return { stack, holder: `${userInfo().username}@${hostname()}` };
}

/** Where a host keeps its lease. */
export const hostLeaseFile = "/var/lib/crossbed/lease.json";

/** Where a host keeps the name of a holder whose leases an operator declared void. */
export const givenUpFile = "/var/lib/crossbed/lease.given-up";
