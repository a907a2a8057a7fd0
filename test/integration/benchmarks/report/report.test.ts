import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeReport } from "../../../../benchmarks/report/write.ts";
import { readSummary } from "../../../../benchmarks/results/reader.ts";
import type { HopRecord } from "../../../../benchmarks/results/case-record.ts";
import type { CaseResult } from "../../../../benchmarks/results/case-result.ts";
import { chromium, photographReport, type Photograph } from "../../../support/photograph-report.ts";
import { syntheticCase, syntheticStartMs, writeSyntheticRun } from "../../../support/synthetic-run.ts";

/** Pictures stay here for who wants to look at them. */
const pictures = process.env["CROSSBED_PICTURES"] ?? join(import.meta.dirname, "../../../../.crossbed/pictures");

let root = "";
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-report-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

test("writeReport · makes the same summary and page from the same files, and changes none of them", async () => {
  const directory = await writeSyntheticRun(root);
  const files = ["manifest.json", "cases.jsonl", "samples.jsonl", "warm-up.jsonl", "histograms.jsonl"];
  const read = (names: readonly string[]): Promise<string[]> =>
    Promise.all(names.map((name) => readFile(join(directory, name), "utf8")));
  const before = await read(files);
  const summary = await writeReport(directory);
  const made = await read(["summary.json", "report.html"]);
  await writeReport(directory);
  expect(await read(["summary.json", "report.html"])).toEqual(made);
  expect(await read(files)).toEqual(before);
  expect(await readSummary(directory)).toEqual(summary);
});

test("writeReport · refuses counts that do not add up", async () => {
  const result = syntheticCase();
  const [first, ...others] = result.generators;
  if (first === undefined) throw new Error("a synthetic case has generators");
  const generators = [{ ...first, totals: { ...first.totals, succeeded: first.totals.succeeded + 1 } }, ...others];
  const directory = await writeSyntheticRun(root, [{ ...result, generators }]);
  await expect(writeReport(directory)).rejects.toThrow(
    `${directory}: the counts of case 2.3.2 r1 do not add up: gen-a succeeded: intervals 2700, total 2701. ` +
      "Compare samples.jsonl and histograms.jsonl with raw/, and restore them from a copy.",
  );
});

describe.skipIf(chromium === undefined)("in a browser without a network (needs Chromium)", () => {
  const open = async (name: string, directory: string, window = { width: 1280 }): Promise<Photograph> => {
    await writeReport(directory);
    const photograph = await photographReport(join(directory, "report.html"), join(pictures, `${name}.png`), window);
    expect({ ...photograph, text: "", title: "" }).toEqual({
      title: "",
      complaints: [],
      requests: [],
      isTooWide: false,
      text: "",
    });
    return photograph;
  };

  test("the report of a whole run says what was carried, under which conditions, and asks for nothing", async () => {
    const { title, text } = await open("report", await writeSyntheticRun(root));
    expect(title).toBe("synthetic-6core: KVM under signalling load");
    expect(text).toContain("KVM carried 2 of 4 loads, up to 90.0 req/s and not 189 req/s.");
    // Every table and figure of it says that the hosts are emulated: 3 tables, 3 figures, the open time line, the head.
    expect(text.match(/^.* emulated$/gmu)).toHaveLength(8);
  });

  test.each([
    ["report-narrow", { width: 390 }],
    ["report-dark", { width: 1280, scheme: "dark" as const }],
  ])("%s fits its window", async (name, window) => {
    await open(name, await writeSyntheticRun(root), window);
  });

  test("a run without a case says so", async () => {
    const { text } = await open("report-empty", await writeSyntheticRun(root, []));
    expect(text).toContain("Nothing was measured: the run is complete.");
  });

  test("a killed run says so, and shows what it has", async () => {
    const interrupted = syntheticCase({ outcome: "interrupted", measuredIntervals: 3 });
    const { text } = await open("report-killed", await writeSyntheticRun(root, [interrupted], { end: "killed" }));
    expect(text).toContain("This run did not end: its process was killed, or is still at work.");
    expect(text).toContain("the case was interrupted");
  });

  test("a run interrupted during its first warm-up has nothing but itself to show", async () => {
    const { measuredFromMs, ...whole } = syntheticCase({ outcome: "interrupted", measuredIntervals: 0 });
    const result: CaseResult = { ...whole, measuredFromMs, measuredToMs: measuredFromMs };
    const end = { status: "interrupted", endedAtMs: syntheticStartMs + 20_000, warnings: [] } as const;
    const { text } = await open("report-interrupted", await writeSyntheticRun(root, [result], { end }));
    expect(text).toContain("This run was interrupted.");
    expect(text).toContain("No request was answered.");
  });

  test("hops stand in a table with three downtimes, their mean, their resolutions and the study's own", async () => {
    const result = syntheticCase({
      case: "kvm-migration-2400",
      nominalReqPerSec: 2400,
      measuredIntervals: 20,
      gapAt: 6,
    });
    const hop = (startSec: number, from: string, to: string): HopRecord => {
      const startMs = result.measuredFromMs + startSec * 1000;
      return {
        ...{ guest: "a1", domain: "cb-a1", cluster: "a", from, to, startMs, endMs: startMs + 21_400 },
        sentBytes: 600 * 1024 ** 2,
        job: { downtimeMs: 684, memoryProcessedBytes: 512 * 1024 ** 2, iterations: 4 },
        networkGap: { startMs: startMs + 20_000, endMs: startMs + 20_900 },
      };
    };
    const failed = { ...hop(140, "synthetic-host1", "synthetic-host2"), failure: "the peer did not answer" };
    const hops = [
      hop(55, "synthetic-host1", "synthetic-host2"),
      hop(100, "synthetic-host2", "synthetic-host1"),
      failed,
    ];
    const [first] = hops;
    if (first?.networkGap === undefined) throw new Error("no gap");
    const unended = { ...first, networkGap: { ...first.networkGap, isOpen: true as const } };
    const migration = { ...result, hops: [unended, ...hops.slice(1)], probeIntervalMs: 50 };
    const { text } = await open("report-migration", await writeSyntheticRun(root, [migration]));
    expect(text).toContain("Live migration");
    expect(text).toContain("1: a1, synthetic-host1 → synthetic-host2");
    expect(text).toContain("21.4 ± 0.0");
    expect(text).toContain("the network's to 50.0 ms");
    expect(text).toMatch(/684\s+at least 900\s/u);
    expect(text).toContain("total 120–180 s, downtime 650–700 ms");
    expect(text).toContain("failed: the peer did not answer");
    expect(text).toContain("2 of 3 live migrations arrived, in 21.4 to 21.4 s");
  });

  test("nothing that a file holds becomes markup", async () => {
    const evil = `<script>document.title="taken"</script>"'&<img src=http://example.invalid/x>`;
    const result = syntheticCase({ case: evil, gapAt: 3 });
    const events = result.events.map((event) => ({ ...event, text: evil }));
    const directory = await writeSyntheticRun(
      root,
      [{ ...result, events, warnings: [{ about: "other", text: evil }] }],
      {
        conditions: { platform: "xen", inventory: evil, spec: { note: evil }, versions: { [evil]: evil } },
      },
    );
    const { title, text } = await open("report-evil", directory);
    expect(title).toBe("synthetic-6core: Xen under signalling load");
    expect(text.split(evil).length).toBeGreaterThan(8);
  });
});
