import { expect, test } from "vitest";
import { xentop } from "../../../../../benchmarks/collect/xentop/collector.ts";

const heading = "      NAME  STATE   CPU(sec) CPU(%)     MEM(k) MEM(%)  MAXMEM(k) MAXMEM(%) VCPUS";
const row = (name: string, seconds: number, percent: string): string =>
  `${name.padStart(10)} -----r ${String(seconds).padStart(10)} ${percent.padStart(6)}    1048576   12.5   no limit       n/a     2`;
const output = `${[
  ...[heading, row("Domain-0", 10, "0.0"), row("NAMESTATE", 5, "0.0")],
  ...[heading, row("Domain-0", 11, "15.0"), row("NAMESTATE", 6, "35.0"), row("cb-b1", 0, "0.0")],
  ...[heading, row("Domain-0", 12, "20.0"), row("NAMESTATE", 7, "40.0"), row("cb-b1", 1, "10.0")],
].join("\n")}\n`;
const notes = "line 1 100.000000\nline 4 110.500000\nline 6 111.000000\n";

test("xentop · each domain's share and their sum, which is the busy share too, so that platforms join", () => {
  const { samples, warnings } = xentop.readHost({ output, notes, file: "host1.xentop.txt", pcpus: 2 });
  expect(samples).toEqual([
    { timeMs: 110_500, metric: "xen.domain.cpu", value: 15, labels: { domain: "Domain-0" } },
    { timeMs: 110_500, metric: "xen.domain.cpu", value: 35, labels: { domain: "NAMESTATE" } },
    { timeMs: 110_500, metric: "xen.host.cpu", value: 25, labels: {} },
    { timeMs: 110_500, metric: "host.cpu.busy", value: 25, labels: { cpu: "all" } },
  ]);
  expect(warnings).toEqual([
    "host1.xentop.txt: line 7: cb-b1 is new, its 0.0 is no measurement",
    "host1.xentop.txt: 1 samples have no time",
  ]);
});

test("xentop · a recording begins with a heading, with nothing that a login prints", () => {
  expect(xentop.isFirstLine(heading)).toBe(true);
  const login = ["Welcome to host1", "mount: /run/xen: permission denied.", ""];
  expect(login.filter((line) => xentop.isFirstLine(line))).toEqual([]);
});
