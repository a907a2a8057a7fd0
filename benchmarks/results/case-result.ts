/** What the runner gives for one repetition, warm-up and drain included; the writer sorts it into the files. */
import type { LoadCounts } from "../../base/metrics.ts";
import type { CaseRecord } from "./case-record.ts";

type GeneratorOfCase = CaseRecord["generators"][number];
type HostOfCase = CaseRecord["hosts"][number];

/** One interval of one generator. An interval in which nothing was answered has no response time. Times: milliseconds since 1970. */
export type LoadInterval = LoadCounts & {
  readonly startMs: number;
  readonly endMs: number;
  readonly responseTimeMs?: {
    readonly mean: number;
    readonly min?: number | undefined;
    readonly max?: number | undefined;
  };
  /** As in `histogramRecordSchema`; absent when nothing was answered, or where single answers are not told. */
  readonly histogram?: string;
};

/** CPU of one host over one interval of its collector, in percent; the time is the interval's end. */
export type HostCpu =
  | {
      readonly tool: "sar";
      readonly timeMs: number;
      /** `all`, or a CPU's number. */
      readonly cpu: string;
      readonly user: number;
      readonly nice: number;
      readonly system: number;
      readonly iowait?: number | undefined;
      readonly steal?: number | undefined;
      readonly idle: number;
    }
  | {
      readonly tool: "xentop";
      readonly timeMs: number;
      readonly hostPercent: number;
      readonly domains: readonly { readonly name: string; readonly cpuPercent: number }[];
    };

export type CaseResult = Readonly<Omit<CaseRecord, "generators" | "hosts">> & {
  readonly generators: (GeneratorOfCase & { readonly intervals: readonly LoadInterval[] })[];
  readonly hosts: (HostOfCase & { readonly cpu: readonly HostCpu[] })[];
};
