/** sysstat's sar: what a host's kernel counts of its CPUs. */
import { collectScript, dateOrders, type CpuCollector } from "../collector.ts";
import type { HostSample } from "../../results/case-result.ts";
import { parseBanner } from "./banner.ts";
import { parseSar, type SarRow } from "./parser.ts";

export const sar: CpuCollector = {
  reads: "CPU reports of sysstat's sar, in any language and time format",
  options: [
    {
      flags: "--timezone <zone>",
      meaning: "IANA zone of the machine that recorded it; adds each row's time in UTC",
    },
    {
      flags: "--date-order <order>",
      meaning: "how a date such as 05/04/26 is read, day or month in front",
      choices: dateOrders,
    },
  ],
  read: (text, file, { timezone: timeZone, dateOrder: asked }) => {
    const dateOrder = dateOrders.find((order) => order === asked);
    const report = parseSar(text, file, {
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(dateOrder === undefined ? {} : { dateOrder }),
    });
    return { report, rows: report.rows };
  },
  script: collectScript(new URL(".", import.meta.url)),
  isFirstLine: (line) => parseBanner(line) !== undefined,
  // The script has sar print UTC.
  readHost: ({ output, file }) => {
    const { text, above } = fromBanner(output);
    const { rows, warnings: told } = parseSar(text, file, { timeZone: "UTC" });
    const login = `${file}: line 1: left out: ${String(above)} lines above sar's banner, as a login prints them`;
    const warnings = above === 0 ? told : [login, ...told];
    return { samples: rows.flatMap((row) => sarSamples(Date.parse(`${row.local}Z`), row)), warnings };
  },
  readForeign: ({ text, file, timeZone, dateOrder }) => {
    const { rows, warnings } = parseSar(text, file, { timeZone, ...(dateOrder === undefined ? {} : { dateOrder }) });
    return { samples: rows.flatMap((row) => sarSamples(Date.parse(row.time ?? ""), row)), warnings };
  },
};

/** A login may print something ahead of sar. Its lines become empty ones, so that the others keep their numbers. */
function fromBanner(output: string): { readonly text: string; readonly above: number } {
  const lines = output.split("\n");
  const above = Math.max(
    0,
    lines.findIndex((line) => parseBanner(line) !== undefined),
  );
  return { text: "\n".repeat(above) + lines.slice(above).join("\n"), above };
}

/** A row's figures. */
export function sarSamples(timeMs: number, row: Omit<SarRow, "local" | "time">): HostSample[] {
  const { cpu, iowait, steal } = row;
  const sample = (metric: HostSample["metric"], value: number | undefined): HostSample[] =>
    value === undefined ? [] : [{ timeMs, metric, value, labels: { cpu } }];
  return [
    ...sample("host.cpu.user", row.user),
    ...sample("host.cpu.nice", row.nice),
    ...sample("host.cpu.system", row.system),
    ...sample("host.cpu.iowait", iowait),
    ...sample("host.cpu.steal", steal),
    ...sample("host.cpu.idle", row.idle),
    ...sample("host.cpu.busy", busyPercent(row)),
  ];
}

/** sar prints two decimals, so that its rounded parts may add up to a little more than 100. */
function busyPercent({ idle, iowait = 0, steal = 0 }: Pick<SarRow, "idle" | "iowait" | "steal">): number {
  return Math.max(0, Math.round((100 - idle - iowait - steal) * 100) / 100);
}
