/** Recordings of sar for tests: fixtures, made-up ones line by line, and how they are read. */
import { readFileSync } from "node:fs";
import { parseSar, type SarReport } from "../../../../../benchmarks/collect/sar/parser.ts";

export const folder = new URL("../../../../fixtures/sar/", import.meta.url);
const fixture = (name: string): string => readFileSync(new URL(name, folder), "utf8");
export const parseFixture = (name: string, timeZone?: string): SarReport =>
  parseSar(fixture(name), name, timeZone === undefined ? {} : { timeZone });

export const banner = "Linux 6.12.0 (host1) \t11/22/26 \t_x86_64_\t(2 CPU)\n\n";
export const heading = (time: string): string =>
  `${time}        CPU     %user     %nice   %system   %iowait    %steal     %idle\n`;
export const row = (time: string, user = "10.00", idle = "90.00"): string =>
  `${time}        all     ${user}      0.00      0.00      0.00      0.00     ${idle}\n`;
export const parse = (text: string, timeZone?: string): SarReport =>
  parseSar(text, "sar.txt", timeZone === undefined ? {} : { timeZone });
export const locals = (report: SarReport): string[] => report.rows.map((each) => each.local);

export function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "nothing was thrown";
}

/** Rows of the same recording as `sadf -j` prints them, in UTC. */
export function sadf(name: string): { time: string; cpu: string; user: number; idle: number }[] {
  interface Document {
    sysstat: { hosts: [{ statistics: { timestamp: { date: string; time: string }; "cpu-load": object[] }[] }] };
  }
  const document = JSON.parse(fixture(name)) as Document;
  return document.sysstat.hosts[0].statistics.flatMap(({ timestamp, "cpu-load": cpus }) =>
    cpus.map((cpu) => ({ time: `${timestamp.date}T${timestamp.time}Z`, ...cpu }) as ReturnType<typeof sadf>[number]),
  );
}
