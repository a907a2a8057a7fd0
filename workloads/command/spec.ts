/** Settings of a user's own application and load generator, as a stack's `workload:` has them. */
import { z } from "zod";
import { loadCounts, optionalLoadCounts, perName } from "../../base/metrics.ts";
import { portSchema } from "../../base/port-spec.ts";
import { secToMs, usToMs } from "../../base/units.ts";

/** Milliseconds from each unit of a generator's statistics. */
export const msFrom = { seconds: secToMs, milliseconds: (ms: number) => ms, microseconds: usToMs } as const;

const units = Object.keys(msFrom) as (keyof typeof msFrom)[];

/** A text for bash; its values come in the environment. */
const shell = z.string().trim().min(1);
const word = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+-]*$/, "must be a name of letters, digits and . _ + -");
/** Program to the package that brings it. */
const programs = z.record(word, word).default({});
const column = z.string().min(1);

const output = z
  .strictObject({
    /** `table`: a header line, then a line a row. `json-lines`: an object a row, columns are keys, deeper ones with dots. */
    format: z.enum(["table", "json-lines"]),
    /** Between the cells of a table; `,` when left out. */
    separator: z.string().min(1).optional(),
    /** Counts are of the whole load so far and not of the row; response times always are of the row. */
    cumulative: z.boolean().default(false),
    /** End of a row. Of a cell with several words the last counts. Left out: a row is an interval. */
    time: z
      .strictObject({
        column,
        /** `epoch-…` since 1970, the others since the start of the load. */
        unit: z.enum(units.flatMap((unit) => [`epoch-${unit}` as const, unit])),
      })
      .optional(),
    /** What a generator does not count is left out, and is missing in the results. */
    counts: z.strictObject(perName(loadCounts, () => column)).partial(perName(optionalLoadCounts, () => true as const)),
    responseTime: z
      .strictObject({
        /** `clock`: hours, minutes, seconds and a fraction, such as `00:00:00:003000` or `00:00:00.003`. */
        unit: z.enum([...units, "clock"]),
        mean: column,
        min: column.optional(),
        max: column.optional(),
        /** Steps in which the generator counts; told in every report. */
        resolutionMs: z.number().positive().optional(),
      })
      .optional(),
  })
  .refine(({ format, separator }) => format === "table" || separator === undefined, {
    path: ["separator"],
    message: "is set, but json-lines has none; remove it, or set format: table",
  });

export const commandSettings = z.strictObject({
  kind: z.literal("command"),
  /** Files for nodes and generators, unpacked at `$APP`: a tar's path, from the project's directory. */
  tarball: z.string().min(1).optional(),
  node: z.strictObject({
    programs,
    /** Kernel modules. */
    modules: z.array(word).default([]),
    /** Port that the service answers on: `$PORT`. */
    port: portSchema,
    /** Whether the cluster's second machine runs a node too. */
    standby: z.boolean().default(true),
    /** Text of the file `$CONFIG`. */
    config: z.string().default(""),
    /** Runs before each start; must be able to run twice. */
    install: shell.optional(),
    /** Runs as long as the node does; started again when it ends. */
    start: shell,
    /** What ending the processes of `start` by SIGTERM does not stop. */
    stop: shell.optional(),
    /** Succeeds once the node serves or, a standby, would take over. */
    probe: shell.optional(),
    /** Files on the machine that a run keeps, by name. */
    files: z
      .record(word, z.string().regex(/^\/[^\n]*$/, "must be an absolute path, such as /var/log/service.log"))
      .default({}),
  }),
  generator: z.strictObject({
    programs,
    /** The study's load, not the scaled one, that one generator carries; more run side by side. Left out: one a cluster. */
    reqPerSec: z.number().positive().optional(),
    /** Text of the file `$CONFIG`. */
    config: z.string().default(""),
    /** Runs a load for `$DURATION_SECONDS` and writes its statistics to `$OUTPUT`, line by line. */
    run: shell,
    output,
  }),
});

export type CommandSettings = Readonly<z.infer<typeof commandSettings>>;
export type OutputSettings = CommandSettings["generator"]["output"];
