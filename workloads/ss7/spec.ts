/** Settings of the reference signalling service, as a stack's `workload:` has them. */
import { z } from "zod";
import { mostReqPerSec } from "../../base/load-bound.ts";
import {
  mostBytesPerRequest,
  mostMemoryMiB,
  mostPagesPerRequest,
  mostServiceWorkUs,
  mostSyncEveryRequests,
  mostWorkers,
} from "./bounds.ts";

/** Shorter work is done before another thread has heard of it. */
const leastHandedOverUs = 20;

const settings = z.strictObject({
  kind: z.literal("ss7"),
  /** The study's load, not the scaled one, that one simulator carries; more run side by side. */
  simulatorReqPerSec: z.number().positive().max(mostReqPerSec).default(1500),
  /** Threads of a node that serve requests, beside the one of its link; `vcpus`: as many as its machine has. 1: all in one. */
  workers: z.union([z.literal("vcpus"), z.int().min(1).max(mostWorkers)]).default(1),
  /** Time that the application works on a request, in microseconds of a processor of about 3 GHz. */
  serviceWorkUs: z.int().min(0).max(mostServiceWorkUs).default(0),
  /** A working set that each node holds, and pages of 4 KiB of it that each request reads and writes. Left out: none. */
  serviceMemory: z.exactOptional(
    z.strictObject({
      memoryMiB: z.int().min(1).max(mostMemoryMiB),
      pagesPerRequest: z.int().min(0).max(mostPagesPerRequest).default(1),
    }),
  ),
  /** A journal on each node's disk: bytes that each request writes; after so many requests they are forced to the disk. Left out: none. */
  serviceJournal: z.exactOptional(
    z.strictObject({
      bytesPerRequest: z.int().min(1).max(mostBytesPerRequest),
      syncEveryRequests: z.int().min(1).max(mostSyncEveryRequests).default(100),
    }),
  ),
});

export type Ss7Settings = Readonly<z.infer<typeof settings>>;

export const ss7Settings = settings.refine((given) => given.workers === 1 || isWorthHandingOver(given), {
  path: ["workers"],
  message:
    `is set, but a request has no work for another thread; set serviceWorkUs to ${String(leastHandedOverUs)} at least, ` +
    `serviceMemory or serviceJournal, or leave workers out`,
});

function isWorthHandingOver({ serviceWorkUs, serviceMemory, serviceJournal }: Ss7Settings): boolean {
  return (
    serviceWorkUs >= leastHandedOverUs || (serviceMemory?.pagesPerRequest ?? 0) > 0 || serviceJournal !== undefined
  );
}
