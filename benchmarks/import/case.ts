/** One described case: its recordings read, put on one clock and joined as the repetition that a runner would have given. */
import { messageOf, type Problem } from "../../base/errors.ts";
import { addedCounts } from "../../base/metrics.ts";
import { secToMs } from "../../base/units.ts";
import type { RunWarning } from "../../base/warnings.ts";
import { nameOfLoad } from "../cases/plan.ts";
import { collectors, type CpuTool } from "../collect/index.ts";
import type { CaseResult } from "../results/case-result.ts";
import { readApplication } from "./application.ts";
import type { LocalClock } from "./clock.ts";
import { readHop } from "./hops.ts";
import { localMsOf, toolOf, type DescribedCase, type Description } from "./spec.ts";

/** A recording, and the name by which the run's `raw/` keeps it. */
export interface KeptRecording {
  readonly name: string;
  readonly file: string;
}

export interface ImportedCase {
  readonly result: CaseResult;
  readonly recordings: readonly KeptRecording[];
}

/** The window by true time; undefined, with a problem told, where the zone's clocks never showed it. */
interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

/** `add` gets every problem, with its path in the description; what has one is left out of the result. */
export class CaseReader {
  readonly #description: Description;
  readonly #clock: LocalClock;
  readonly #read: (file: string) => string;
  readonly #problems: Problem[];

  constructor(description: Description, clock: LocalClock, read: (file: string) => string, problems: Problem[]) {
    this.#description = description;
    this.#clock = clock;
    this.#read = read;
    this.#problems = problems;
  }

  readCase(described: DescribedCase, path: string): ImportedCase | undefined {
    const window = this.#attempt(`${path}.from`, () => {
      const [fromMs = NaN, toMs = NaN] = this.#clock([localMsOf(described.from), localMsOf(described.to)]);
      return { fromMs, toMs };
    });
    if (window === undefined) return undefined;
    const { platform, layout, scale, arrival, intervalSec } = this.#description;
    const { loadReqPerSec, repetition } = described;
    const recordings: KeptRecording[] = [];
    const warnings: RunWarning[] = [];
    const keep = (name: string, file: string): string => {
      recordings.push({ name: `${name}.txt`, file });
      return this.#read(file);
    };
    const hosts = described.cpu.flatMap((cpu, index) =>
      this.#host(cpu, `${path}.cpu[${String(index)}]`, window, keep, warnings),
    );
    const generators = described.application.flatMap((application, index) =>
      this.#generator(application, `${path}.application[${String(index)}]`, window, keep, warnings),
    );
    const hops = described.hops?.flatMap((hop, index) => {
      const at = `${path}.hops[${String(index)}]`;
      const read = (file: string, as: string): string => keep(`hop${String(index + 1)}.${as}`, file);
      return this.#attempt(at, () => readHop(hop, this.#clock, this.#description.dateOrder, read)) ?? [];
    });
    warnings.push(...(hops ?? []).flatMap((hop) => hop.warnings));
    const probeIntervalMs = hops?.find((hop) => hop.probeIntervalMs !== undefined)?.probeIntervalMs;
    const result: CaseResult = {
      case: nameOfLoad({ platform, layout }, loadReqPerSec),
      repetition,
      nominalReqPerSec: loadReqPerSec,
      offeredReqPerSec: Number((loadReqPerSec * scale.load).toPrecision(12)),
      ...(arrival === undefined ? {} : { arrival }),
      intervalSec,
      startedAtMs: window.fromMs,
      measuredFromMs: window.fromMs,
      measuredToMs: window.toMs,
      endedAtMs: window.toMs,
      outcome: "completed",
      generators,
      hosts,
      ...(hops === undefined ? {} : { hops: hops.map(({ record }) => record) }),
      ...(probeIntervalMs === undefined ? {} : { probeIntervalMs }),
      events: (hops ?? []).map(({ event }) => event),
      warnings,
    };
    return { result, recordings };
  }

  #host(
    { host: name, role, file, ...cpu }: DescribedCase["cpu"][number],
    path: string,
    window: Window,
    keep: (name: string, file: string) => string,
    warnings: RunWarning[],
  ): CaseResult["hosts"] {
    const { timezone: timeZone, dateOrder, intervalSec, hosts } = this.#description;
    const tool: CpuTool = toolOf(this.#description, { host: name, role, file, ...cpu });
    const pcpus = hosts.find((each) => each.name === name)?.pcpus;
    const readings = this.#attempt(`${path}.file`, () => {
      const startedAtMs = cpu.startedAt === undefined ? undefined : this.#clock([localMsOf(cpu.startedAt)])[0];
      const text = keep(`${name}.${tool}`, file);
      return collectors[tool].readForeign({ text, file, timeZone, dateOrder, intervalSec, pcpus, startedAtMs });
    });
    if (readings === undefined) return [];
    warnings.push(...readings.warnings.map((text): RunWarning => ({ about: "CPU", machine: name, text })));
    const ends = readings.samples.flatMap(({ metric, labels, timeMs }) =>
      metric === "host.cpu.busy" && labels["cpu"] === "all" ? [timeMs] : [],
    );
    this.#demandWithin(`${path}.file`, file, "samples of all its CPUs", ends, window);
    return [{ name, role, tool, ...(pcpus === undefined ? {} : { pcpus }), samples: [...readings.samples] }];
  }

  #generator(
    { cluster, file, startedAt, rowsPerInterval }: DescribedCase["application"][number],
    path: string,
    window: Window,
    keep: (name: string, file: string) => string,
    warnings: RunWarning[],
  ): CaseResult["generators"] {
    const { dateOrder, intervalSec } = this.#description;
    const name = `application-${cluster}`;
    const statistics = this.#attempt(`${path}.file`, () => {
      const startedAtMs = startedAt === undefined ? undefined : this.#clock([localMsOf(startedAt)])[0];
      const text = keep(name, file);
      return readApplication({ text, file, dateOrder, clock: this.#clock, intervalSec, startedAtMs, rowsPerInterval });
    });
    if (statistics === undefined) return [];
    const { intervals } = statistics;
    warnings.push(...statistics.warnings.map((text): RunWarning => ({ about: "application", text })));
    this.#demandWithin(
      `${path}.file`,
      file,
      "intervals",
      intervals.map(({ endMs }) => endMs),
      window,
    );
    const counted = intervals.filter(({ endMs }) => isWithin(endMs, intervalSec, window));
    return [{ name, cluster, hasSingleAnswers: false, totals: addedCounts(counted), intervals }];
  }

  /** A recording whose times all lie elsewhere, or apart by something else, is another's or its times are misread. */
  #demandWithin(path: string, file: string, what: string, endsMs: readonly number[], window: Window): void {
    const { intervalSec, timezone } = this.#description;
    const [first, last] = [endsMs[0], endsMs.at(-1)];
    if (first === undefined || last === undefined) {
      this.#problems.push({ path, message: `is ${file}, which has no ${what}; name the recording that has.` });
      return;
    }
    const [began, ended, from, to] = [first, last, window.fromMs, window.toMs].map((ms) =>
      new Date(ms).toISOString().slice(0, 19),
    );
    if (!endsMs.some((endMs) => isWithin(endMs, intervalSec, window))) {
      const message = `is ${file}, whose ${what} end from ${began ?? ""} to ${ended ?? ""} UTC, all of them outside of the case, ${from ?? ""} to ${to ?? ""} UTC (its from and to in ${timezone}); correct from, to, timezone or dateOrder.`;
      this.#problems.push({ path, message });
    }
    const steps = endsMs.slice(1).map((endMs, index) => endMs - (endsMs[index] ?? endMs));
    const usual = steps.toSorted((left, right) => left - right)[Math.floor(steps.length / 2)];
    if (usual !== undefined && Math.abs(usual - secToMs(intervalSec)) > Math.max(0.2 * secToMs(intervalSec), 1000)) {
      const message = `is ${file}, whose ${what} are ${String(usual / 1000)} s apart, and intervalSec is ${String(intervalSec)}; correct it, or leave that file out.`;
      this.#problems.push({ path, message });
    }
  }

  #attempt<Result>(path: string, work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      this.#problems.push({ path, message: messageOf(error) });
      return undefined;
    }
  }
}

/** By its middle, as the writer sorts intervals. */
function isWithin(endMs: number, intervalSec: number, { fromMs, toMs }: Window): boolean {
  const middleMs = endMs - secToMs(intervalSec) / 2;
  return middleMs >= fromMs && middleMs < toMs;
}
