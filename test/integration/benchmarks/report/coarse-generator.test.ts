import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeReport } from "../../../../benchmarks/report/write.ts";
import type { CaseResult } from "../../../../benchmarks/results/case-result.ts";
import { syntheticCase, writeSyntheticRun } from "../../../support/synthetic-run.ts";

type Told = { readonly sent?: number | undefined; readonly succeeded: number; readonly failed: number };
const told = ({ sent = 0, succeeded, failed }: Told): Required<Told> & { readonly sent: number } => ({
  sent,
  succeeded,
  failed,
});

/** The same case by generators that count requests and tell mean response times, and nothing else. */
function coarse(result: CaseResult): CaseResult {
  return {
    ...result,
    generators: result.generators.map(({ gaps: _, totals, intervals, ...generator }) => ({
      ...generator,
      hasSingleAnswers: false as const,
      totals: told(totals),
      intervals: intervals.map(({ startMs, endMs, responseTimeMs, ...counts }) => ({
        startMs,
        endMs,
        ...told(counts),
        ...(responseTimeMs === undefined ? {} : { responseTimeMs: { mean: responseTimeMs.mean } }),
      })),
    })),
  };
}

test("a generator without single answers has a report in which what it does not tell is missing", async () => {
  const root = await mkdtemp(join(tmpdir(), "crossbed-coarse-"));
  try {
    const directory = await writeSyntheticRun(root, [coarse(syntheticCase())]);
    const { cases } = await writeReport(directory);
    expect(cases[0]).toMatchObject({
      succeeded: 5400,
      retransmissions: null,
      duplicates: null,
      responseTimeMs: { min: null, p50: null, p90: null, p99: null, max: null },
    });
    expect(cases[0]?.responseTimeMs?.mean).toBeGreaterThan(0);
    const report = await readFile(join(directory, "report.html"), "utf8");
    expect(report).not.toMatch(/NaN|Infinity|undefined|No request was answered/u);
    expect(report).toContain("The generator tells no single answers.");
  } finally {
    await rm(root, { recursive: true });
  }
});
