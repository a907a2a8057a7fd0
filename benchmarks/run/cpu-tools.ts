/** The tools that measure a host's CPU. */
import { collectScript } from "../collect/collector.ts";
import { parseSar } from "../collect/sar/parser.ts";
import { readXentop } from "../collect/xentop/parser.ts";
import { readSampleTimes } from "../collect/xentop/sample-times.ts";
import type { HostCpu } from "../results/case-result.ts";

/** What a tool left on one host, times by the host's clock. */
export interface HostReadings {
  readonly cpu: readonly HostCpu[];
  readonly warnings: readonly string[];
}

export interface CpuTool {
  readonly name: HostCpu["tool"];
  /** Prints readings until its stdin ends. Its value: INTERVAL_SEC. */
  readonly script: string;
  /** `output` is what the script printed, `notes` what it said on stderr; `file` names the former in messages. */
  readonly read: (output: string, notes: string, file: string, pcpus: number) => HostReadings;
}

const sar: CpuTool = {
  name: "sar",
  script: collectScript("sar"),
  read: (output, _notes, file) => {
    const { rows, warnings } = parseSar(output, file, { timeZone: "UTC" });
    const cpu = rows.map((row): HostCpu => {
      const { user, nice, system, iowait, steal, idle } = row;
      return {
        tool: "sar",
        timeMs: Date.parse(`${row.local}Z`),
        cpu: row.cpu,
        user,
        nice,
        system,
        iowait,
        steal,
        idle,
      };
    });
    return { cpu, warnings };
  },
};

const xentop: CpuTool = {
  name: "xentop",
  script: collectScript("xentop"),
  read: (output, notes, file, pcpus) => {
    const timesMs = readSampleTimes(notes);
    const { samples, warnings } = readXentop(output, file, pcpus);
    // A baseline compares with nothing: it is no reading.
    const counted = samples.filter(({ sample }) => !sample.baseline);
    const timed = counted.filter(({ number }) => timesMs[number] !== undefined);
    const untimed = counted.length - timed.length;
    return {
      cpu: timed.map(({ number, sample: { hostPercent, domains } }): HostCpu => ({
        tool: "xentop",
        timeMs: timesMs[number] ?? 0,
        hostPercent,
        domains: domains
          .filter(({ baseline }) => baseline !== true)
          .map(({ name, cpuPercent }) => ({ name, cpuPercent })),
      })),
      warnings: untimed === 0 ? warnings : [...warnings, `${file}: ${String(untimed)} samples have no time`],
    };
  },
};

const tools: Readonly<Record<string, CpuTool>> = { sar, xentop };

/** The tool of that name. */
export function cpuTool(name: string): CpuTool {
  const tool = tools[name];
  if (tool === undefined) throw new RangeError(`there is no collector called ${name}`);
  return tool;
}
