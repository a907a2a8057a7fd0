/** What a host says of itself: the document that `scripts/facts.sh` prints. Nothing in it is assumed from the inventory. */
import { z } from "zod";
import { CrossbedError } from "../base/errors.ts";
import { platformNames } from "../platforms/index.ts";
import { parseLease } from "./lease-record.ts";
import { hostPaths } from "./paths.ts";

const number = z.int().nonnegative();

/** Shape of `Pcpu` in `topology.ts`; what the host does not say is absent. */
const pcpuSchema = z.object({
  pcpu: number,
  socket: z.exactOptional(number),
  core: z.exactOptional(number),
  node: z.exactOptional(number),
});

const nodeSchema = z.object({ node: number, memoryMiB: number });

const hostFactsSchema = z
  .object({
    version: z.literal(1),
    /** The host's own host name. */
    name: z.string(),
    /** Changes with every boot. */
    bootId: z.uuid(),
    /** The host's clock when it answered, in seconds since 1970. */
    now: z.number(),
    /** Platform whose hypervisor it runs now, as the platform's record says (`boot`): `xen` in dom0, `kvm` where /dev/kvm is; else `none`. */
    hypervisor: z.enum(["none", ...platformNames]),
    kernel: z.string(),
    /** Of os-release(5), as the host says it; null for what it does not say. */
    distribution: z.object({ id: z.string(), idLike: z.string().nullable(), versionId: z.string().nullable() }),
    /** The machine's, not dom0's share. */
    pcpus: z.int().positive(),
    memoryMiB: z.int().positive(),
    /** In any order; empty lists where the host does not say. */
    topology: z.object({ pcpus: z.array(pcpuSchema), nodes: z.array(nodeSchema) }),
    /** Null for what the host does not run. */
    versions: z.object({ libvirt: z.string().nullable(), qemu: z.string().nullable() }),
    /** What only the platform's own script knows of its hypervisor (`platforms/<name>.facts.sh`), in a report's words; the version stands under the platform's name. */
    platformFacts: z.record(z.string(), z.string().nullable()),
    interfaces: z.array(z.object({ name: z.string(), mac: z.string() })),
    bridges: z.array(z.object({ name: z.string(), ports: z.array(z.string()) })),
    /** Mounted GFS2 and OCFS2 file systems. */
    clusterFilesystems: z.array(z.object({ source: z.string(), target: z.string(), type: z.enum(["gfs2", "ocfs2"]) })),
    /** Node ids of the members of corosync or o2cb as this host sees them; null while it runs neither. */
    clusterMembers: z.array(z.int()).nullable(),
    /** Names of the lockspaces that dlm serves; null where no GFS2 is mounted, or dlm does not answer. */
    lockspaces: z.array(z.string()).nullable(),
    /** sbd as Crossbed started it on this boot; null where it did not. */
    fencingDaemon: z.enum(["running", "dead"]).nullable(),
    /** Text of the lease's file, null where there is none; once parsed the lease, null also where the text is none (`unreadable`). */
    lease: z.string().nullable(),
    /** All libvirt domains that are defined or running here, ours or not. */
    domains: z.array(
      z.object({
        uuid: z.string(),
        name: z.string(),
        isRunning: z.boolean(),
        /** Why a domain does not run although libvirt calls it running; null for all others. */
        stalled: z.string().nullable(),
      }),
    ),
    /** How often each guest of ours has been started here so far, and which definition of it; 0 and null where the record cannot be read. */
    guests: z.array(
      z.object({
        domain: z.string(),
        incarnation: z.int().nonnegative(),
        uuid: z.string().nullable(),
        isReadable: z.boolean(),
      }),
    ),
    /** Records of ours on the host that are empty or cut: lease and starts of guests, by file. */
    unreadable: z.array(z.string()),
    /** Lock tables of the GFS2 file systems that met an error: mounted still, and dead. */
    withdrawn: z.array(z.string()),
    /** UUIDs of domains that libvirt calls running though they stand still, as one does whose disk is full. */
    paused: z.array(z.string()),
  })
  .transform(({ lease: text, ...facts }) => {
    const lease = text === null ? null : parseLease(text);
    return text === null || lease !== null
      ? { ...facts, lease }
      : { ...facts, lease, unreadable: [...facts.unreadable, hostPaths.HOST_LEASE] };
  })
  .readonly();

export type HostFacts = z.infer<typeof hostFactsSchema>;

/** Reads what `facts.sh` printed on `host`; throws `malformed` with the first thing that is wrong. */
export function parseHostFacts(host: string, text: string): HostFacts {
  const hint = "Run rack/scripts/facts.sh on the host by hand to see its answer.";
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (cause) {
    throw new CrossbedError("malformed", "its facts are not JSON.", { where: host, hint, cause });
  }
  const result = hostFactsSchema.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new CrossbedError("malformed", `its facts are wrong at ${issue?.path.join(".") ?? "the root"}.`, {
    where: host,
    hint,
    cause: result.error,
  });
}

/**
 * The number of the start that a guest's steps belong to: while the guest runs anywhere, the one that its home host recorded; else
 * the next one, so that those steps run again and start it. `facts` holds the facts of every host.
 */
export function incarnationOf(
  guest: { readonly domain: string; readonly host: string },
  facts: Readonly<Record<string, HostFacts>>,
): number {
  const recorded = facts[guest.host]?.guests.find(({ domain }) => domain === guest.domain)?.incarnation ?? 0;
  const isRunning = Object.values(facts).some(({ domains, paused }) =>
    domains.some(({ name, uuid, isRunning: runs }) => name === guest.domain && runs && !paused.includes(uuid)),
  );
  return isRunning ? Math.max(1, recorded) : recorded + 1;
}

/**
 * UUID of a definition on the guest's home host other than the one whose start the host recorded, or an empty string. A creation
 * that failed or was cut short leaves such a definition outside Pulumi's state. It may run, but no step has worked in it yet.
 */
export function strayOf(
  guest: { readonly domain: string; readonly host: string },
  facts: Readonly<Record<string, HostFacts>>,
): string {
  const home = facts[guest.host];
  const record = home?.guests.find(({ domain }) => domain === guest.domain);
  // The record that was lost may have named this definition, and the guest may be at work.
  if (record?.isReadable === false) return "";
  const started = record?.uuid;
  const defined = home?.domains.find((domain) => domain.name === guest.domain)?.uuid ?? "";
  return defined === started ? "" : defined;
}
