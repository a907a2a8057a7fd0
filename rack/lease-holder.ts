/** In whose name hosts and LUNs are taken. */
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
