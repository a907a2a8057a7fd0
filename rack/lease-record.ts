/** The record of a lease: what the file on every machine of a rack, and on a LUN, says of the holder. */
import { z } from "zod";
import { jsonOrNothing } from "../base/json.ts";

/** Who holds a host: on every host, and on the LUN once that is mounted. */
const leaseSchema = z
  .object({
    version: z.literal([1, 2]),
    stack: z.string(),
    /** Whose state of the stack it is; absent in leases of version 1. */
    clone: z.exactOptional(z.string()),
    /** User and machine that took it. */
    holder: z.string(),
    /** ISO 8601, UTC, by the host's clock. */
    since: z.string(),
    /** Boot id of the host when it was taken. */
    boot: z.string(),
  })
  .readonly();

export type Lease = z.infer<typeof leaseSchema>;

/** The lease as its holder sends it to a machine, in one line; `scripts/lease-take.sh` fills in what the machine alone knows. */
export function renderLease({ stack, clone, holder }: Required<Pick<Lease, "stack" | "clone" | "holder">>): string {
  return JSON.stringify({ version: 2, stack, clone, holder, since: "@NOW@", boot: "@BOOT@" } satisfies Lease);
}

/** What the file of a lease contains only where it is this holder's: how scripts tell. Leases of version 1 name no clone, but the holder. */
export function identityIn({ stack, clone = "", holder }: Pick<Lease, "stack"> & Partial<Lease>): string {
  return JSON.stringify(clone === "" ? { version: 1, stack, holder } : { stack, clone }).slice(1, -1);
}

/** Reads the text of a lease's file; null for a text that is no lease. */
export function parseLease(text: string): Lease | null {
  return leaseSchema.safeParse(jsonOrNothing(text)).data ?? null;
}
