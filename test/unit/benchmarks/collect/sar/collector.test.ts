import { expect, test } from "vitest";
import { sar } from "../../../../../benchmarks/collect/sar/collector.ts";

const heading = "21:02:43        CPU     %user     %nice   %system   %iowait    %steal     %idle";
const output = [
  "Linux 6.12.0 (host1) \t2026-11-22 \t_x86_64_\t(2 CPU)",
  "",
  heading,
  "21:02:53        all     10.00      1.00      5.00      3.00      2.00     79.00",
  "21:02:53          0     50.01     50.01      0.00      0.00      0.00      0.00",
  "21:03:03        all      0.00      0.00      0.00      0.00      0.00      0.00",
  "",
].join("\n");

test("sar · every figure of a row, by UTC, with the CPU that it is of; busy is what is left of idle, iowait and steal", () => {
  const { samples, warnings } = sar.readHost({ output, notes: "", file: "host1.sar.txt", pcpus: 2 });
  const ofAll = samples.filter(({ labels }) => labels["cpu"] === "all");
  expect(new Set(samples.map(({ timeMs }) => timeMs))).toEqual(new Set([Date.UTC(2026, 10, 22, 21, 2, 53)]));
  expect(ofAll.map(({ metric, value }) => [metric, value])).toEqual([
    ["host.cpu.user", 10],
    ["host.cpu.nice", 1],
    ["host.cpu.system", 5],
    ["host.cpu.iowait", 3],
    ["host.cpu.steal", 2],
    ["host.cpu.idle", 79],
    ["host.cpu.busy", 16],
  ]);
  expect(samples.at(-1)).toMatchObject({ metric: "host.cpu.busy", value: 100, labels: { cpu: "0" } });
  expect(warnings).toHaveLength(1);
});

test("sar · passes over what a login prints ahead of it, and tells so", () => {
  const login = `Welcome to host1\n\n${output}`;
  const { samples, warnings } = sar.readHost({ output: login, notes: "", file: "host1.sar.txt", pcpus: 2 });
  expect(samples).toHaveLength(14);
  expect(warnings).toEqual([
    "host1.sar.txt: line 1: left out: 2 lines above sar's banner, as a login prints them",
    expect.stringMatching(/^host1\.sar\.txt: line 8: /u),
  ]);
});

test("sar · a recording begins with its banner, with nothing that a login prints", () => {
  expect(sar.isFirstLine("Linux 6.12.0 (host1) \t11/22/26 \t_x86_64_\t(2 CPU)")).toBe(true);
  const login = ["Linux host1 6.12.0 #1 SMP x86_64", "Welcome to host1", ""];
  expect(login.filter((line) => sar.isFirstLine(line))).toEqual([]);
});
