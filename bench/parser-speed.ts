/** How fast the parsers of the tools read: megabytes of text a second of processor time, a day's recording each. */
import { statisticsColumns } from "../base/metrics.ts";
import { daySec } from "../base/units.ts";
import { parseStatistics } from "../benchmarks/collect/stats/parser.ts";
import { parsePing } from "../benchmarks/collect/ping/parser.ts";
import { parseSar } from "../benchmarks/collect/sar/parser.ts";
import { parseXentop } from "../benchmarks/collect/xentop/parser.ts";
import type { Finding } from "./finding.ts";

const rows = daySec;
const twoDigits = (value: number): string => String(value).padStart(2, "0");
const timeOf = (second: number): string =>
  [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map(twoDigits).join(":");
const lines = (line: (index: number) => string): string => Array.from({ length: rows }, (_, at) => line(at)).join("\n");

const texts = {
  sar: () => {
    const row = (at: number): string =>
      `${timeOf(at)}        all     ${twoDigits(at % 50)}.25      0.00      1.00      0.25      0.00     ${twoDigits(98 - (at % 50))}.50`;
    const title = "        CPU     %user     %nice   %system   %iowait    %steal     %idle";
    return `Linux 6.12.0 (host1) \t2026-11-23 \t_x86_64_\t(4 CPU)\n\n00:00:00${title}\n${lines(row)}\n`;
  },
  xentop: () => {
    const title =
      "      NAME  STATE   CPU(sec) CPU(%)     MEM(k) MEM(%)  MAXMEM(k) MAXMEM(%) VCPUS NETS NETTX(k) NETRX(k) VBDS   VBD_OO   VBD_RD   VBD_WR  VBD_RSECT  VBD_WSECT SSID";
    const row = (at: number): string =>
      `  Domain-0 -----r ${String(at).padStart(10)}   ${twoDigits(1 + (at % 90))}.5    1048576   12.5   no limit       n/a     4    0        0        0    0        0        0        0          0          0    0`;
    return `${lines((at) => `${title}\n${row(at)}`)}\n`;
  },
  application: () =>
    `Date Time ${statisticsColumns.join(" ")}\n${lines((at) => `2026-11-23 ${timeOf(at)} 9450 0 0 0 9450.0 1.372 0.655 9.120`)}\n`,
  ping: () =>
    `PING 10.0.0.1 (10.0.0.1) 56(84) bytes of data.\n${lines(
      (at) =>
        `[${String(1_795_000_000 + at)}.000000] 64 bytes from 10.0.0.1: icmp_seq=${String(at)} ttl=64 time=0.2 ms`,
    )}\n`,
};
const parse: Readonly<Record<keyof typeof texts, (text: string) => number>> = {
  sar: (text) => parseSar(text, "sar.txt").rows.length,
  xentop: (text) => parseXentop(text, "xentop.txt", 4).samples.length,
  application: (text) => parseStatistics(text, "application.txt").rows.length,
  ping: (text) => parsePing(text, "ping.txt").length,
};

export function* parserSpeed(): Generator<Finding> {
  for (const name of Object.keys(texts) as (keyof typeof texts)[]) {
    const text = texts[name]();
    const before = process.cpuUsage();
    const read = parse[name](text);
    const { user, system } = process.cpuUsage(before);
    if (read !== rows) throw new Error(`${name}: ${String(read)} of ${String(rows)} rows were read`);
    const megabytes = Buffer.byteLength(text) / 1_000_000;
    const megabytesPerSec = megabytes / ((user + system) / 1_000_000);
    yield { text: `${name}: ${megabytesPerSec.toFixed(1)} MB/s.`, figures: { name, megabytes, rows, megabytesPerSec } };
  }
}
