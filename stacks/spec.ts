/**
 * What a testbed stack is: its platform, layout, inventory, workload and benchmark. The data is in `stacks/<stack>.yaml`;
 * keys set with `pulumi config set --path crossbed:…` lie over it.
 */
import { z } from "zod";
import { studyLoads } from "../benchmarks/cases/plan.ts";
import { arrivals } from "../base/arrivals.ts";
import { invalidInput, type Problem } from "../base/errors.ts";
import { mostReqPerSec } from "../base/load-bound.ts";
import { greatestSeed } from "../base/random.ts";
import { checked } from "../base/schema-problems.ts";
import { platformNames, platformOf } from "../platforms/index.ts";
import { workloadSchema } from "../workloads/spec.ts";
import { layoutNames, layoutOf, type Layout } from "./layouts.ts";

const reqPerSec = z.number().positive().max(mostReqPerSec);
/** Total loads of the study in requests per second, before scaling; `study` for all that it tried. */
export const loadsSchema = z.union([z.literal("study"), z.array(reqPerSec).min(1).max(100)]);

/** Of the study's 20 minutes each: eight days. */
const mostCases = 600;

/** Generators side by side at the highest load: each is a process with a connection to every guest. */
const mostGenerators = 64;

const specSchema = z.strictObject({
  /** What runs between the hardware and the application. */
  platform: z.enum(platformNames),
  /** How a host is divided into guests: a row of `layouts.ts`. */
  layout: z.enum(layoutNames),
  /** Numbers that take the place of the layout's own, before scaling: for a sweep over guests, cores or memory. */
  guests: z
    .strictObject({
      perHost: z.int().min(1).max(64).optional(),
      cores: z.int().min(1).max(1024).optional(),
      memoryGiB: z.number().min(0.25).max(65_536).optional(),
    })
    .optional(),
  /** `lab`, or the path of an inventory file (YAML or JSON), from the project's directory. */
  inventory: z.string().min(1).max(4096).default("lab"),
  /** One to one pins each vCPU to a pCPU of its own as far as the pCPUs reach. */
  pinning: z.enum(["one-to-one", "none"]).default("one-to-one"),
  /** Where the threads of a guest's emulator run that are no vCPU: on what is the host's own, beside the guest's vCPUs, or anywhere. */
  emulatorPinning: z.enum(["host", "guest", "none"]).default("host"),
  /** The service under test and its load; a union by `kind`. */
  workload: workloadSchema.prefault({}),
  benchmarks: z
    .strictObject({
      /** `update`: after each `up`; `change`: when the testbed changed; `never`: only `crossbed bench`. */
      when: z.enum(["update", "change", "never"]).default("update"),
      loads: loadsSchema.default("study"),
      repetitions: z.int().min(1).max(100).default(2),
      arrival: z.enum(arrivals).default("constant"),
      /** Decides the order of the cases and the arrival times. */
      seed: z.int().min(0).max(greatestSeed).default(1),
    })
    .prefault({}),
});

export type StackSpec = Readonly<z.infer<typeof specSchema>>;

/** Checks a stack's data; all problems at once, each with its path, what is allowed and what was found. */
export function parseSpec(stack: string, data: unknown): StackSpec {
  const where = `stacks/${stack}.yaml, with this clone's crossbed:* configuration over it`;
  const spec = checked(specSchema, where, data);
  const problems = contradictions(spec);
  if (problems.length > 0) throw invalidInput(where, problems);
  return spec;
}

/** The layout that a stack has, with its own numbers where it sets some. */
export function layoutOfSpec({ layout, guests }: Pick<StackSpec, "layout" | "guests">): Layout {
  return layoutOf(layout, guests);
}

/** What the schema cannot see: layouts that the platform cannot have. */
function contradictions(spec: StackSpec): Problem[] {
  const { carrier, canMigrate, title } = platformOf(spec.platform);
  const layout = layoutOfSpec(spec);
  const problems: Problem[] = [];
  if (carrier === "host" && !layout.isWholeHost) {
    const whole = layoutNames.filter((name) => layoutOf(name).isWholeHost).join(", ");
    problems.push(
      spec.guests === undefined
        ? { path: "layout", message: `is ${spec.layout}, but ${title} has no guests to divide; set it to ${whole}.` }
        : { path: "guests", message: `is set, but ${title} has no guests; remove it, and set layout: ${whole}.` },
    );
  }
  if (layout.moves && !canMigrate && carrier !== "host") {
    const resting = layoutNames.filter((name) => !layoutOf(name).moves).join(", ");
    problems.push({
      path: "layout",
      message: `is ${spec.layout}, but on platform ${spec.platform} no guest can move to another host; set it to one of ${resting}.`,
    });
  }
  return [...problems, ...excesses(spec)];
}

/** Refuses settings that are valid each by itself but not together. */
function excesses({ platform, layout, workload, benchmarks }: StackSpec): Problem[] {
  const loads = benchmarks.loads === "study" ? studyLoads(platform, layout) : benchmarks.loads;
  const again = loads.findIndex((load, index) => loads.indexOf(load) !== index);
  const cases = loads.length * benchmarks.repetitions;
  const most = Math.max(0, ...loads);
  const [at, each] =
    workload.kind === "ss7"
      ? ["simulatorReqPerSec", workload.simulatorReqPerSec]
      : ["generator.reqPerSec", workload.generator.reqPerSec ?? Infinity];
  const generators = Math.ceil(most / each);
  const problems: Problem[] = [];
  if (again !== -1) {
    problems.push({
      path: `benchmarks.loads[${String(again)}]`,
      message: `is ${String(loads[again])} again; remove it, and set repetitions for several runs of one load.`,
    });
  }
  if (cases > mostCases) {
    problems.push({
      path: "benchmarks.repetitions",
      message: `is ${String(benchmarks.repetitions)}, which makes ${String(cases)} cases of ${String(loads.length)} loads; at most ${String(mostCases)} are allowed. Lower it to ${String(Math.floor(mostCases / loads.length))}, or give fewer loads.`,
    });
  }
  if (generators > mostGenerators) {
    problems.push({
      path: `workload.${at}`,
      message: `is ${String(each)}, which takes ${String(generators)} generators for a load of ${String(most)}; at most ${String(mostGenerators)} are allowed. Raise it to ${String(Math.ceil(most / mostGenerators))} at least, or lower the load.`,
    });
  }
  return problems;
}
