import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { stringify } from "yaml";
import { conditionDifferences } from "../../../../benchmarks/analysis/compare/conditions.ts";
import { measures } from "../../../../benchmarks/analysis/compare/measures.ts";
import { sharedLoads, unitsOf } from "../../../../benchmarks/analysis/compare/unit.ts";
import { analyseRun, figuresOf } from "../../../../benchmarks/analysis/summarise.ts";
import { openRuns } from "../../../../benchmarks/exchange/database.ts";
import { ask } from "../../../../benchmarks/exchange/query.ts";
import { importRun } from "../../../../benchmarks/import/run.ts";
import { writeReport } from "../../../../benchmarks/report/write.ts";
import { openRun } from "../../../../benchmarks/results/reader.ts";

const fixtures = "test/fixtures";
const options = { crossbed: "0.1.0", complete: writeReport };
const page = readFileSync("docs/import.md", "utf8");
const example = /```yaml\n([^]*?)```/u.exec(page)?.[1] ?? "";

let root: string;
let results: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-import-"));
  results = join(root, "results");
  place("CPU_750_Non_virt.txt", "study/sar-bare-16core.txt");
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function place(name: string, fixture: string): void {
  cpSync(join(fixtures, fixture), join(root, name));
}

/** Writes a description with its files and gives its path. */
function describeAs(description: string | object, files: Readonly<Record<string, string>> = {}): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  const file = join(root, "description.yaml");
  writeFileSync(file, typeof description === "string" ? description : stringify(description));
  return file;
}

const xen = {
  name: "study-xen",
  describedBy: "the test",
  source: "figures B.3 and B.6",
  platform: "xen",
  layout: "16core",
  rack: "study",
  hardware: "real",
  timezone: "UTC",
  intervalSec: 10,
  workload: { kind: "ss7" },
  hosts: [{ name: "dl380x1561", pcpus: 16 }, { name: "other" }],
  cases: [
    {
      loadReqPerSec: 750,
      from: "2013-05-25T13:11:00",
      to: "2013-05-25T13:11:30",
      cpu: [{ host: "dl380x1561", role: "active", file: "CPU.txt", startedAt: "2013-05-25T13:11:10" }],
      application: [{ cluster: "a", file: "RT.txt", startedAt: "2013-05-25T13:11:00", rowsPerInterval: 2 }],
      hops: [
        {
          guest: "a1",
          cluster: "a",
          source: "dl380x1561",
          destination: "other",
          duration: "duration.txt",
          domjobinfo: "job.txt",
        },
      ],
    },
  ],
};
const xenFiles = {
  "CPU.txt": readFileSync(join(fixtures, "study/xentop-4.1-xen-16core.txt"), "utf8"),
  "RT.txt": `Succ Fail Retransmission Dup Thruput Avg Min Max\n${"3750 0 0 0 375 2 1 25\n".repeat(6)}`,
  "duration.txt": "05/25/2013_13:11:05:000000000\n05/25/2013_13:11:19:500000000\n",
  "job.txt": readFileSync(join(fixtures, "migration/virsh-domjobinfo-completed-qemu.txt"), "utf8"),
};

test("the example of its page becomes a run that reports, and what the study did not record is missing", async () => {
  const directory = await importRun(describeAs(example), results, options);
  expect(dirname(directory)).toBe(join(results, "imported-study-bare"));
  const run = await openRun(directory);
  expect(run.warnings).toEqual([]);
  const { summary } = await analyseRun(run);
  expect(summary.cases).toMatchObject([
    {
      case: "1.1",
      sent: null,
      succeeded: null,
      failed: null,
      retransmissions: null,
      achievedReqPerSec: null,
      responseTimeMs: null,
      sendLagMs: null,
      feasible: null,
      reasons: ["nobody recorded what became of the requests"],
      cpuPercent: { n: 7 },
    },
  ]);
  // The means of the seven rows' user and system shares, as the study's appendix prints them.
  expect(summary.cases[0]?.cpuPercent?.mean).toBeCloseTo(46.04 / 7, 6);
  const html = readFileSync(join(directory, "report.html"), "utf8");
  expect(html).toContain("imported; conditions as described by the study&#39;s appendices A and B");
  expect(html).not.toMatch(/NaN|Infinity|undefined/u);
});

test("xentop, statistics, a migration's times and libvirt's figures of it become one case", async () => {
  const directory = await importRun(describeAs(xen, xenFiles), results, options);
  const { summary } = await analyseRun(await openRun(directory));
  const [only] = summary.cases;
  expect(only).toMatchObject({
    case: "2.4.1",
    sent: null,
    succeeded: 22_500,
    failed: 0,
    late: null,
    achievedReqPerSec: 750,
    feasible: true,
    responseTimeMs: { mean: 2, min: 1, p50: null, p99: null, max: 25 },
    hops: [
      {
        totalMs: 14_500,
        hypervisorDowntimeMs: 684,
        networkDowntimeMs: null,
        serviceDowntimeMs: null,
        sentBytes: null,
        failed: 0,
        othersFailed: null,
      },
    ],
  });
  // Appendix B.1.3: the sum over the domains * 100 / 1600.
  const means = [34.8 + 13.1, 67 + 19.1, 81.2 + 21.2].map((sum) => sum / 16);
  expect(only?.cpuPercent?.mean).toBeCloseTo(means.reduce((sum, mean) => sum + mean, 0) / 3, 5);
  expect(readdirSync(join(directory, "raw"), { recursive: true }).toSorted()).toEqual([
    "2.4.1-r1",
    "2.4.1-r1/application-a.txt",
    "2.4.1-r1/dl380x1561.xentop.txt",
    "2.4.1-r1/hop1.domjobinfo.txt",
    "2.4.1-r1/hop1.duration.txt",
    "description.yaml",
  ]);
});

test("tells of a hop what its recordings leave open: a guest that never answered again, a line that virsh does not print", async () => {
  const [only] = xen.cases;
  const began = "2013-05-25T13:11:05";
  const recorded = readFileSync(join(fixtures, "ping/ping-never-answers-again.txt"), "utf8");
  // The last answer came 15.35 s after this second.
  const shiftSec = Date.parse(`${began}Z`) / 1000 - 15 - 1_764_245_700;
  const ping = recorded.replaceAll(/^\[(\d+)/gmu, (_, seconds: string) => `[${String(Number(seconds) + shiftSec)}`);
  const hop = {
    guest: "a1",
    cluster: "a",
    source: "dl380x1561",
    destination: "other",
    domjobinfo: "job.txt",
    ping: "ping.txt",
  };
  const described = { ...xen, cases: [{ ...only, hops: [{ ...hop, began, ended: "2013-05-25T13:11:06" }] }] };
  const files = { ...xenFiles, "ping.txt": ping, "job.txt": `${xenFiles["job.txt"]}no line of virsh's\n` };
  const { summary } = await analyseRun(await openRun(await importRun(describeAs(described, files), results, options)));
  expect(summary.cases[0]?.hops?.[0]?.networkDowntimeMs).toBeCloseTo(24_649.59, 1);
  expect(summary.cases[0]?.hops?.[0]?.openDowntimes).toEqual(["network"]);
  expect(summary.cases[0]?.warnings.filter(({ about }) => about !== "CPU")).toMatchObject([
    {
      about: "migration",
      machine: "other",
      text: expect.stringMatching(/^job\.txt: line \d+: left out: not a line of/u) as string,
    },
    { about: "network probe", text: "ping.txt: a1 gave no answer before or after; its downtime was longer" },
  ]);
});

test("an imported run is asked by SQL and compared with another; its files are no difference of conditions", async () => {
  const bare = await importRun(describeAs(example), results, options);
  const [moving] = xen.cases;
  const resting = { ...xen, cases: [{ ...moving, hops: undefined }] };
  const other = await importRun(describeAs(resting, xenFiles), results, options);
  const database = await openRuns([bare, other]);
  try {
    const { rows } = await ask(
      database,
      "SELECT stack, imported, sent, cpu_percent > 0 AS busy FROM runs JOIN cases USING (run, stack) ORDER BY 1",
    );
    expect(rows).toEqual([
      { stack: "imported-study-bare", imported: true, sent: null, busy: true },
      { stack: "imported-study-xen", imported: true, sent: null, busy: true },
    ]);
  } finally {
    database.close();
  }
  const sides = await Promise.all(
    [bare, other].map(async (directory) => {
      const run = await openRun(directory);
      return { name: directory, runs: [{ manifest: run.manifest, analysis: await figuresOf(run) }] };
    }),
  );
  const told = sharedLoads(sides).map((load) =>
    sides.map((side) =>
      unitsOf(side, "run", load).map((unit) => {
        return measures.flatMap((each) => (each.valueOf(unit) === undefined ? [] : [each.name]));
      }),
    ),
  );
  expect(told).toEqual([[[["cpu"]], [["cpu", "mean", "max"]]]]);
  const paths = conditionDifferences(sides).map(({ path }) => path);
  expect(paths).toContain("platform");
  expect(paths).toContain("imported.source");
  expect(paths.filter((path) => path.startsWith("imported.files"))).toEqual([]);
});

test("names each file with its SHA-256, and refuses to import the same twice", async () => {
  const directory = await importRun(describeAs(example), results, options);
  const { manifest } = await openRun(directory);
  expect(manifest.imported?.files.map(({ name, bytes }) => [name, bytes])).toEqual([
    ["description.yaml", Buffer.byteLength(example)],
    ["CPU_750_Non_virt.txt", readFileSync(join(root, "CPU_750_Non_virt.txt")).length],
  ]);
  const before = readFileSync(join(directory, "manifest.json"));
  await expect(importRun(describeAs(example), results, options)).rejects.toThrow(
    `${directory}: these recordings were imported before; the run there is as it was. Use it, or remove it first.`,
  );
  expect(readFileSync(join(directory, "manifest.json"))).toEqual(before);
  expect(readdirSync(results)).toEqual(["imported-study-bare"]);
});

test("tells everything wrong with the recordings at once, and has written nothing", async () => {
  const [only] = xen.cases;
  const wrong = {
    ...xen,
    cases: [
      { ...only, application: [{ cluster: "a", file: "missing.txt" }] },
      {
        ...only,
        loadReqPerSec: 2250,
        from: "2014-05-25T13:11:00",
        to: "2014-05-25T13:11:30",
        application: [],
        hops: [],
      },
    ],
  };
  const file = describeAs(wrong, { ...xenFiles, "job.txt": "no job at all\n" });
  await expect(importRun(file, results, options)).rejects.toThrow(
    [
      `${file}: 3 problems; nothing has been changed.`,
      `  cases[0].application[0].file: ${join(root, "missing.txt")}: this file cannot be read (ENOENT). Give the path of a file that you may read.`,
      '  cases[0].hops[0]: job.txt: line 1: not a line of virsh domjobinfo: "no job at all". Give what virsh domjobinfo --completed prints, in English (LC_ALL=C).',
      "  cases[1].cpu[0].file: is CPU.txt, whose samples of all its CPUs end from 2013-05-25T13:11:10 to 2013-05-25T13:11:30 UTC, all of them outside of the case, 2014-05-25T13:11:00 to 2014-05-25T13:11:30 UTC (its from and to in UTC); correct from, to, timezone or dateOrder.",
    ].join("\n"),
  );
  expect(existsSync(results)).toBe(false);
});

test("refuses rows that are not as far apart as the description says", async () => {
  await expect(
    importRun(describeAs(example.replace("intervalSec: 10", "intervalSec: 20")), results, options),
  ).rejects.toThrow(
    "cases[0].cpu[0].file: is CPU_750_Non_virt.txt, whose samples of all its CPUs are 10 s apart, and intervalSec is 20; correct it, or leave that file out.",
  );
});

test("leaves nothing behind where the report cannot be made", async () => {
  mkdirSync(results);
  const complete = async (): Promise<never> => await Promise.reject(new Error("the disk is full"));
  await expect(importRun(describeAs(example), results, { ...options, complete })).rejects.toThrow("the disk is full");
  expect(readdirSync(results)).toEqual([]);
});
