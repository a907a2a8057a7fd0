/** What the runner gives for one repetition, warm-up and drain included; the writer sorts it into the files. */
import type { AnswerCounts, MetricName } from "../../base/metrics.ts";
import type { CaseRecord } from "./case-record.ts";

type GeneratorOfCase = CaseRecord["generators"][number];
type HostOfCase = CaseRecord["hosts"][number];

/** One interval of one generator, or of the application that tells in its place. An interval in which nothing was answered has no response time. Times: milliseconds since 1970. */
export type LoadInterval = AnswerCounts & {
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

/** One figure of a host over one interval of its collector; the time is the interval's end, milliseconds since 1970. */
export interface HostSample {
  readonly timeMs: number;
  readonly metric: MetricName;
  readonly value: number;
  /** Which part of the host it belongs to: `cpu`, `domain`. */
  readonly labels: Readonly<Record<string, string>>;
}

export type CaseResult = Readonly<Omit<CaseRecord, "generators" | "hosts">> & {
  readonly generators: (GeneratorOfCase & { readonly intervals: readonly LoadInterval[] })[];
  readonly hosts: (HostOfCase & { readonly samples: readonly HostSample[] })[];
};
