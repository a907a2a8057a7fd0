/**
 * What a benchmark needs to know, as the `Benchmark` component hands it over on stdin: a projection of the stack's plan. It is
 * complete: the runner reads no stack, no inventory and no state. It crosses processes and, by the stack's recorded outputs,
 * versions; so it is checked where it is read.
 */
import { z } from "zod";
import { CrossbedError } from "../../base/errors.ts";
import type { DeepReadonly } from "../../base/readonly.ts";
import { cpuTools } from "../collect/index.ts";
import { plannedCaseSchema } from "../cases/planned-case.ts";

const requestVersion = 3;

const name = z.string().min(1);

/** A machine that ssh reaches; shape of `Machine` in `rack/ssh-config.ts`. */
const machine = z.object({
  name,
  address: z.string(),
  port: z.int(),
  user: z.string(),
  /** OpenSSH public key that the machine must show. */
  hostKey: z.string(),
  /** Machine in front of it: a guest's host. */
  proxy: z.exactOptional(name),
});

/** An application node, as `RunNode` in `workloads/workload.ts`. */
const node = z.object({
  name,
  machine: name,
  cluster: name,
  preferred: z.enum(["active", "standby"]),
  /** Its files on the machine, by the name under which a run keeps them. */
  files: z.record(z.string(), z.string()),
});

/** What a report calls a machine's network cards, by MAC address. */
const cards = z.record(z.string(), z.string());

const host = z.object({
  name,
  /** The active host runs the processes that serve the load; the study's CPU figures are of that host. */
  role: z.enum(["active", "passive"]),
  pcpus: z.int().positive(),
  memoryMiB: z.number().positive(),
  /** Kernel, hypervisor, CPU model and their versions, in the tools' own words. */
  facts: z.record(z.string(), z.string()),
  cards,
});

/** A load generator, as `GeneratorPlan` there. */
const generator = z.object({ name, cluster: name, machine: name, config: z.unknown() });

/** pCPU of each vCPU, and pCPUs of the emulator's threads; empty is not pinned. Shape of `GuestShare` in `components/pinning/plan.ts`. */
const share = z.object({ pins: z.array(z.int()), emulator: z.array(z.int()) });

/** What live migration needs to know of a testbed. */
const migration = z.object({
  /** libvirt's connection on every host, as a URI's scheme. */
  scheme: name,
  hosts: z.array(
    z.object({
      name,
      /** Where its peers reach it by ssh, and where memory goes through. */
      managementAddress: z.string(),
      migrationAddress: z.string(),
    }),
  ),
  guests: z.array(
    z.object({
      name,
      /** Name of its libvirt domain. */
      domain: name,
      /** Name of the host where it belongs. */
      host: name,
      /** Its pCPUs on each host where it may be, once the hosts' topologies are known; what is not named is not pinned. */
      shares: z.exactOptional(z.record(name, share)),
      /** Its first address that carries traffic: what a probe of its network asks. */
      trafficAddress: z.string(),
    }),
  ),
});

const requestSchema = z.object({
  version: z.literal(requestVersion),
  stack: name,
  platform: name,
  layout: name,
  /** Name of the inventory. */
  rack: name,
  emulated: z.boolean(),
  scale: z.object({ cores: z.number(), memory: z.number(), load: z.number(), time: z.number() }),
  /** In whose name hosts and simulators are held; absent in requests of earlier versions. */
  lease: z.exactOptional(z.object({ stack: name, clone: name })),
  planDigest: z.string(),
  imageDigest: z.string(),
  /** The stack's specification, kept in the manifest. */
  spec: z.unknown(),
  /** Directory that holds one directory a stack, and in it one a run. */
  resultsDirectory: z.string(),
  privateKeyFile: z.string(),
  machines: z.array(machine),
  /** Hosts whose CPU is measured, with what a report says of them. */
  hosts: z.array(host),
  /** Collector that measures them. */
  cpuTool: z.enum(cpuTools),
  guests: z.array(z.object({ name, host: name, vcpus: z.int(), memoryMiB: z.number(), ...share.shape })),
  simulators: z.array(z.object({ name, cards })),
  workload: z.object({
    kind: name,
    nodes: z.array(node),
    /** Processes that nodes and generators need. A request that an earlier version recorded has none. */
    services: z.exactOptional(z.array(z.object({ name, machine: name }))),
    generators: z.array(generator),
    /** What a report says of it. A request that an earlier version recorded has none. */
    conditions: z.record(z.string(), z.string()).default({}),
  }),
  /** Absent where nothing can move. */
  migration: z.exactOptional(migration),
  seed: z.int(),
  cases: z.array(plannedCaseSchema),
});

export type BenchmarkRequest = DeepReadonly<z.infer<typeof requestSchema>>;
export type HostUnderTest = DeepReadonly<z.infer<typeof host>>;
export type MigrationPlan = DeepReadonly<z.infer<typeof migration>>;
export type MigrationHost = MigrationPlan["hosts"][number];
export type MovableGuest = MigrationPlan["guests"][number];

/**
 * Reads a request; `where` says where it came from.
 * @throws CrossbedError `invalid_input` for one of another version, or with everything that is wrong with it.
 */
export function parseRequest(where: string, document: unknown): BenchmarkRequest {
  const result = requestSchema.safeParse(document);
  if (result.success) return result.data;
  const version = z.object({ version: z.unknown() }).safeParse(document).data?.version;
  const hint = "Bring the stack up to date: npx pulumi up with its name.";
  if (version !== requestVersion) {
    const found = version === undefined ? "no version" : `version ${JSON.stringify(version)}`;
    const message = `the request has ${found}; version ${String(requestVersion)} is read here.`;
    throw new CrossbedError("invalid_input", message, { where, hint });
  }
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new CrossbedError("invalid_input", `the request is incomplete: ${problems.join("; ")}`, { where, hint });
}
