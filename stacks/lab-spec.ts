/** The lab's configuration: `stacks/lab.yaml` with the keys of `crossbed:*` over it. */
import { z } from "zod";
import { nameSchema } from "../base/name-spec.ts";
import { checked } from "../base/schema-problems.ts";
import { mostHosts } from "../components/virtual-lab/addresses.ts";
import { accelerators } from "../components/virtual-lab/sizes.ts";
import { sharedLunRoles } from "../platforms/index.ts";
import { factorTo } from "../rack/inventory.ts";

/** The lab is smaller than the study's hosts. */
const mostFactor = 4;

/** A positive number, or a fraction of two whole ones as text (`1/24`). */
const factor = z.union([
  factorTo(mostFactor),
  z
    .string()
    .regex(/^[1-9]\d*\/[1-9]\d*$/, "must be a fraction like 1/24")
    .max(20)
    .transform((text) => {
      const [numerator, denominator] = text.split("/").map(Number);
      return Number(numerator) / Number(denominator);
    })
    .pipe(factorTo(mostFactor)),
]);

const machine = z.strictObject({
  vcpus: z.int().min(1).max(64).optional(),
  /** Less does not boot: the hosts' kernel, dom0 and cluster alone take a gigabyte. */
  memoryMiB: z.int().min(512).max(67_108_864).optional(),
});

const labSpecSchema = z.strictObject({
  /** Names the lab's directory, namespace, ports and domains. The default follows from the project's directory. */
  name: nameSchema.optional(),
  /** `auto` takes KVM where a probe has seen it work with nested virtualisation, else emulation (`tcg`). */
  accelerator: z.enum(["auto", ...accelerators]).default("auto"),
  subnet: z
    .string()
    .regex(
      /^(?!0\.|127\.|22[4-9]\.|2[3-5]\d\.)\d{1,3}\.\d{1,3}\.0\.0\/16$/,
      "must be an IPv4 /16 that machines can have, like 10.1.0.0/16",
    )
    .pipe(z.cidrv4()),
  /** Several sockets have a NUMA node each, and equal parts of vCPUs and memory. */
  hosts: machine
    .extend({ count: z.int().min(2).max(mostHosts).optional(), sockets: z.int().min(1).max(8).optional() })
    .prefault({}),
  simulator: machine.prefault({}),
  /** Of each LUN that the hosts share, by its role in the platform records. */
  luns: z.strictObject(Object.fromEntries(sharedLunRoles.map((role) => [`${role}GiB`, z.int().min(1).max(4096)]))),
  /** How many paths each host has to each LUN; two are joined by multipath, as behind two controllers of a storage array. */
  lunPaths: z.int().min(1).max(2).default(1),
  /** Whether each host has a BMC, by which the others cut it off when it is lost. */
  fencing: z.boolean().default(false),
  scale: z.strictObject({ memory: factor, load: factor, time: factor }),
});

export type LabSpec = Readonly<z.infer<typeof labSpecSchema>>;

/** Checks the lab's data. Error: `invalid_input` with every problem found. */
export function parseLabSpec(data: unknown): LabSpec {
  return checked(labSpecSchema, "stacks/lab.yaml", data);
}
