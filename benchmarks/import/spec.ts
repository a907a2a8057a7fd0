/** The description of recordings made elsewhere: what was measured, where and when, and which file is of what. */
import { z } from "zod";
import { intervalSec } from "../results/directory.ts";
import { arrivals } from "../../base/arrivals.ts";
import { mostReqPerSec } from "../../base/load-bound.ts";
import { nameSchema as name } from "../../base/name-spec.ts";
import { namePattern } from "../../base/names.ts";
import { platformNames, platformOf } from "../../platforms/index.ts";
import { dateOrders } from "../collect/collector.ts";
import { cpuToolOf, cpuTools, type CpuTool } from "../collect/index.ts";

/** Every stack of imported runs begins so: no table can show one as measured by Crossbed. */
const stackPrefix = "imported-";

const text = z.string().min(1).max(1000);
const file = z.string().min(1).max(4096);
/** As the clock of the machines showed it. */
const localTimePattern = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?$/;
const localTime = z
  .string()
  .refine(
    (value) => localTimePattern.test(value) && Number.isFinite(localMsOf(value)),
    "must be a local time with a date that exists, like 2013-04-25T15:24:41",
  );
const factor = z.number().positive().max(1e6).default(1);

const cpuSchema = z.strictObject({
  host: name,
  role: z.enum(["active", "passive"]),
  file,
  /** Absent: the platform's. */
  tool: z.enum(cpuTools).optional(),
  startedAt: localTime.optional(),
});

const applicationSchema = z.strictObject({
  cluster: name,
  file,
  /** Of a file without times: the beginning of its first interval. */
  startedAt: localTime.optional(),
  /** Of a file without times: rows that make one interval together. */
  rowsPerInterval: z.int().min(1).max(1000).default(1),
});

const hopSchema = z.strictObject({
  guest: name,
  cluster: name,
  source: name,
  destination: name,
  /** Two lines of `date +%x_%H:%M:%S:%N`, before the migration and after it. */
  duration: file.optional(),
  began: localTime.optional(),
  ended: localTime.optional(),
  domjobinfo: file.optional(),
  ping: file.optional(),
  failure: text.optional(),
});

const caseSchema = z.strictObject({
  loadReqPerSec: z.number().positive().max(mostReqPerSec),
  repetition: z.int().min(1).max(100).default(1),
  /** The window that counts. */
  from: localTime,
  to: localTime,
  cpu: z.array(cpuSchema).max(64).default([]),
  application: z.array(applicationSchema).max(64).default([]),
  hops: z.array(hopSchema).max(100).optional(),
});

export const descriptionSchema = z.strictObject({
  name: z
    .string()
    .refine(
      (value) => namePattern.test(`${stackPrefix}${value}`),
      "must be 1 to 23 lower-case letters, digits and hyphens",
    ),
  describedBy: text,
  source: text,
  platform: z.enum(platformNames),
  layout: name,
  rack: name,
  hardware: z.enum(["real", "emulated"]),
  scale: z.strictObject({ cores: factor, memory: factor, load: factor, time: factor }).prefault({}),
  timezone: z.string().max(64).refine(isTimeZone, "must be an IANA time zone such as Europe/Stockholm or UTC"),
  dateOrder: z.enum(dateOrders).optional(),
  intervalSec,
  arrival: z.enum(arrivals).optional(),
  workload: z.object({ kind: name }).catchall(text),
  versions: z.record(text, text).default({}),
  hosts: z
    .array(
      z.strictObject({
        name,
        pcpus: z.int().min(1).max(4096).optional(),
        memoryMiB: z.number().positive().optional(),
        facts: z.record(text, text).default({}),
      }),
    )
    .min(1)
    .max(64),
  guests: z
    .array(z.strictObject({ name, host: name, vcpus: z.int().min(1).max(4096), memoryMiB: z.number().positive() }))
    .max(256)
    .default([]),
  cases: z.array(caseSchema).min(1).max(1000),
});

export type Description = Readonly<z.infer<typeof descriptionSchema>>;
export type DescribedCase = Description["cases"][number];
export type DescribedHop = NonNullable<DescribedCase["hops"]>[number];

export function stackOf({ name: own }: Pick<Description, "name">): string {
  return `${stackPrefix}${own}`;
}

/** The collector that a CPU recording is of. */
export function toolOf({ platform }: Pick<Description, "platform">, { tool }: DescribedCase["cpu"][number]): CpuTool {
  return tool ?? cpuToolOf(platformOf(platform).cpuTool);
}

/** A local time as if it were UTC, milliseconds since 1970; NaN for a day or hour that no calendar has. */
export function localMsOf(value: string): number {
  const ms = Date.parse(`${value.replace(" ", "T").replace(/(\.\d{3})\d+$/u, "$1")}Z`);
  return Number.isFinite(ms) && new Date(ms).toISOString().slice(0, 10) === value.slice(0, 10) ? ms : NaN;
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
