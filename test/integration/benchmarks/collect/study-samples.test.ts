/**
 * The samples that the study printed (appendix B.1), through the command: sar's as they stand there, xentop's with the columns that the
 * text has lost, set as xentop 4.1 prints them.
 */
import { join } from "node:path";
import { execa } from "execa";
import { expect, it } from "vitest";

const project = join(import.meta.dirname, "../../../..");

async function parsed(tool: string, file: string, ...options: string[]): Promise<unknown> {
  const words = ["cli/crossbed.mjs", "parse", tool, join("test/fixtures/study", file), "--json", ...options];
  return JSON.parse((await execa("node", words, { cwd: project })).stdout);
}

const row = (local: string, user: number, system: number, iowait: number, idle: number) => ({
  ...{ local, cpu: "all", user, nice: 0, system, iowait, steal: 0, idle },
});

it("reads sar's of bare metal and KVM, months first as its host wrote them", async () => {
  const bare = (await parsed("sar", "sar-bare-16core.txt")) as { rows: unknown[]; warnings: unknown[] };
  expect(bare).toMatchObject({ rows: { length: 7 }, warnings: [] });
  expect(bare.rows[0]).toEqual(row("2013-04-25T15:24:51", 4.74, 1.05, 4.97, 89.25));
  const kvm = (await parsed("sar", "sar-kvm-16core.txt")) as { rows: unknown[]; warnings: unknown[] };
  expect(kvm).toMatchObject({ rows: { length: 7 }, warnings: [] });
  expect(kvm.rows[6]).toEqual(row("2013-05-25T13:12:12", 4.96, 1.64, 0.72, 92.68));
});

it("reads xentop's, whose long numbers overflow their columns", async () => {
  const xen = (await parsed("xentop", "xentop-4.1-xen-16core.txt", "--pcpus", "16")) as {
    samples: { hostPercent: number; domains: unknown }[];
    warnings: unknown[];
  };
  expect(xen.warnings).toEqual([]);
  expect(xen.samples.map(({ hostPercent }) => hostPercent)).toEqual([2.99375, 5.38125, 6.4]);
  expect(xen.samples[2]?.domains).toEqual([
    { name: "dl380x1561", cpuPercent: 81.2 },
    { name: "Domain-0", cpuPercent: 21.2 },
  ]);
});
