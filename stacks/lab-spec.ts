/** The lab's configuration: `stacks/lab.yaml` with the keys of `crossbed:*` over it. */
import { z } from "zod";
import { invalidInput, problemsOf } from "../base/errors.ts";
import { namePattern } from "../base/names.ts";
import { sharedLunRoles } from "../platforms/index.ts";

/** A positive number, or a fraction of two whole ones as text (`1/24`). */
const factor = z.union([
  z.number().positive(),
  z
    .string()
    .regex(/^[1-9]\d*\/[1-9]\d*$/, "must be a positive number or a fraction like 1/24")
    .transform((text) => {
      const [numerator, denominator] = text.split("/").map(Number);
      return Number(numerator) / Number(denominator);
    }),
]);

const machine = z
  .strictObject({
    vcpus: z.int().min(1).max(64).optional(),
    /** Less does not boot: the hosts' kernel, dom0 and cluster alone take a gigabyte. */
    memoryMiB: z.int().min(512).optional(),
  })
  .prefault({});

const labSpecSchema = z.strictObject({
  /** Names the lab's directory, namespace, ports and domains. By default from the project's directory. */
  name: z.string().regex(namePattern, "must be a lower-case DNS label of at most 32 characters").optional(),
  /** `auto` takes KVM where it is seen to work with nested virtualisation, else emulation (`tcg`). */
  accelerator: z.enum(["auto", "kvm", "tcg"]).default("auto"),
  subnet: z
    .string()
    .regex(/^\d{1,3}\.\d{1,3}\.0\.0\/16$/, "must be an IPv4 /16, like 10.77.0.0/16")
    .pipe(z.cidrv4()),
  hosts: machine,
  simulator: machine,
  /** Of each LUN that the hosts share, by its role in the platform records. */
  luns: z.strictObject(Object.fromEntries(sharedLunRoles.map((role) => [`${role}GiB`, z.int().min(1).max(4096)]))),
  scale: z.strictObject({ memory: factor, load: factor, time: factor }),
});

export type LabSpec = Readonly<z.infer<typeof labSpecSchema>>;

/** Checks the lab's data. Error: `invalid_input` with every problem found. */
export function parseLabSpec(data: unknown): LabSpec {
  const result = labSpecSchema.safeParse(data);
  if (!result.success) throw invalidInput("stacks/lab.yaml", problemsOf(result.error));
  return result.data;
}
