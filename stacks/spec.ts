/**
 * What a testbed stack is: its platform, layout, inventory, workload and benchmark. The data is in `stacks/<stack>.yaml`;
 * keys set with `pulumi config set --path crossbed:…` lie over it.
 */
import { z } from "zod";
import { invalidInput, problemsOf } from "../base/errors.ts";

const reqPerSec = z.number().positive();

export const specSchema = z.strictObject({
  /** What runs between the hardware and the application. */
  platform: z.enum(["bare", "kvm", "xen"]),
  /** The study's layouts: `16core` and `12core` one guest a host, `6core` and `migration` two. Bare metal has only `16core`. */
  layout: z.enum(["16core", "12core", "6core", "migration"]),
  /** `lab`, or the path of an inventory file (YAML or JSON), from the project's directory. */
  inventory: z.string().min(1).default("lab"),
  /** One to one pins each vCPU to a pCPU of its own as far as the pCPUs reach. */
  pinning: z.enum(["one-to-one", "none"]).default("one-to-one"),
  workload: z
    .strictObject({
      /** The study's load, not the scaled one, that one simulator carries; more run side by side. */
      simulatorReqPerSec: reqPerSec.default(1500),
      /** Time that the application works on a request, in microseconds of its processor. */
      serviceWorkUs: z.int().min(0).max(1_000_000).default(0),
    })
    .prefault({}),
  benchmarks: z
    .strictObject({
      /** `update`: after each `up`; `change`: when the testbed changed; `never`: only `crossbed bench`. */
      when: z.enum(["update", "change", "never"]).default("update"),
      /** Total loads of the study in requests per second, before scaling; `study` for all that it tried. */
      loads: z.union([z.literal("study"), z.array(reqPerSec).min(1)]).default("study"),
      repetitions: z.int().min(1).max(100).default(2),
      arrival: z.enum(["constant", "poisson"]).default("constant"),
      /** Decides the order of the cases and the arrival times. */
      seed: z.int().min(0).max(2_147_483_647).default(1),
    })
    .prefault({}),
});

export type StackSpec = Readonly<z.infer<typeof specSchema>>;

/** Checks a stack's data; all problems at once, each with its path, what is allowed and what was found. */
export function parseSpec(stack: string, data: unknown): StackSpec {
  const result = specSchema.safeParse(data);
  const where = `stacks/${stack}.yaml, with this clone's crossbed:* configuration over it`;
  if (!result.success) throw invalidInput(where, problemsOf(result.error));
  const spec = result.data;
  if (spec.platform === "bare" && spec.layout !== "16core") {
    throw invalidInput(where, [
      { path: "layout", message: `is ${spec.layout}, but bare metal has no guests to divide; set it to 16core.` },
    ]);
  }
  return spec;
}
