/** Xen's xentop: what the hypervisor counts of each domain, dom0 among them. */
import { secToMs } from "../../../base/units.ts";
import { collectScript, type CpuCollector } from "../collector.ts";
import type { HostSample } from "../../results/case-result.ts";
import { parseXentop, readXentop, type XentopSample } from "./parser.ts";
import { holdsHeading } from "./layout.ts";
import { readPrintedSamples } from "./samples.ts";
import { readLineTimes } from "./line-times.ts";

export const xentop: CpuCollector = {
  reads: "samples of xentop -b, of any release and with any option",
  options: [{ flags: "--pcpus <count>", meaning: "pCPUs of the host", isCount: true, isRequired: true }],
  read: (text, file, { pcpus }) => {
    const report = parseXentop(text, file, Number(pcpus));
    const rows = report.samples.map(({ baseline, domains, hostPercent }) => {
      const shares = domains.map(({ name, cpuPercent }) => `${name} ${String(cpuPercent)}`).join(", ");
      return { baseline, hostPercent, domains: shares };
    });
    return { report, rows };
  },
  script: collectScript(new URL(".", import.meta.url)),
  isFirstLine: holdsHeading,
  readHost: ({ output, notes, file, pcpus }) => {
    const timesMs = readLineTimes(notes);
    const { samples, warnings } = readXentop(output, file, pcpus);
    // A baseline compares with nothing: it is no reading.
    const counted = samples.filter(({ sample }) => !sample.baseline);
    let untimed = 0;
    const told = counted.flatMap(({ line, sample }) => {
      const timeMs = timesMs.get(line);
      if (timeMs !== undefined) return xentopSamples(timeMs, sample);
      untimed += 1;
      return [];
    });
    return {
      samples: told,
      warnings: untimed === 0 ? warnings : [...warnings, `${file}: ${String(untimed)} samples have no time`],
    };
  },
  isWithoutTimes: true,
  readForeign: ({ text, file, pcpus = NaN, startedAtMs = NaN, intervalSec }) => {
    const { samples, warnings } = readXentop(text, file, pcpus);
    // Of all that were printed, so that one that is left out moves no other.
    const numbers = new Map(readPrintedSamples(text, file).samples.map(({ line }, index) => [line, index]));
    const reckoned = `${file}: xentop prints no times: they are reckoned from its start and interval`;
    return {
      samples: samples
        .filter(({ sample }) => !sample.baseline)
        .flatMap(({ line, sample }) =>
          xentopSamples(startedAtMs + (numbers.get(line) ?? NaN) * secToMs(intervalSec), sample),
        ),
      warnings: [...warnings, reckoned],
    };
  },
};

/** A sample's figures. The hypervisor serves every domain, so that their sum is the host's busy share. */
export function xentopSamples(timeMs: number, sample: Pick<XentopSample, "hostPercent" | "domains">): HostSample[] {
  const { hostPercent: value, domains } = sample;
  return [
    ...domains.flatMap(({ name, cpuPercent, baseline }): HostSample[] =>
      baseline === true ? [] : [{ timeMs, metric: "xen.domain.cpu", value: cpuPercent, labels: { domain: name } }],
    ),
    { timeMs, metric: "xen.host.cpu", value, labels: {} },
    { timeMs, metric: "host.cpu.busy", value, labels: { cpu: "all" } },
  ];
}
