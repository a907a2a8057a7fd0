import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { metrics } from "../../../../base/metrics.ts";
import { exportRuns } from "../../../../benchmarks/exchange/export.ts";
import { familyName } from "../../../../benchmarks/exchange/openmetrics.ts";
import { writeReport } from "../../../../benchmarks/report/write.ts";
import { syntheticCase, writeSyntheticRun } from "../../../support/synthetic-run.ts";

let root: string;
let text: string;
let samples: { readonly metric: string; readonly value: number; readonly timeMs: number }[];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "crossbed-openmetrics-"));
  const run = await writeSyntheticRun(root, [syntheticCase()]);
  await writeReport(run);
  await exportRuns([run], join(root, "out"), "openmetrics");
  text = readFileSync(join(root, "out", "samples.openmetrics.txt"), "utf8");
  const lines = readFileSync(join(run, "samples.jsonl"), "utf8").trim().split("\n");
  samples = lines.map((line) => JSON.parse(line) as (typeof samples)[number]);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const label = /[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"/u.source;
const sample = new RegExp(
  `^([a-zA-Z_:][a-zA-Z0-9_:]*)\\{(${label}(?:,${label})*)\\} (-?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?) (\\d+\\.\\d{3})$`,
  "u",
);
const comment = /^# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (\S(?:[^\n]*\S)?)$/u;

it("is OpenMetrics: families together, their type, unit and help first, times of a series ascending, and an end", () => {
  expect(text.endsWith("\n# EOF\n")).toBe(true);
  const lines = text.slice(0, -"# EOF\n".length).trimEnd().split("\n");
  const families = new Map<string, { told: string[]; unit?: string; series: Map<string, number> }>();
  let current = "";
  for (const line of lines) {
    const [, what, named, rest = ""] = comment.exec(line) ?? [];
    if (what !== undefined && named !== undefined) {
      if (what === "TYPE") {
        expect([rest, families.has(named)]).toEqual(["gauge", false]);
        families.set(named, { told: [], series: new Map() });
        current = named;
      }
      expect(named).toBe(current);
      families.get(named)?.told.push(what);
      if (what === "UNIT") expect(named.endsWith(`_${rest}`)).toBe(true);
      continue;
    }
    const [, name, labels = "", , time = ""] = sample.exec(line) ?? [];
    expect([name, line]).toEqual([current, line]);
    const { series } = families.get(current) ?? { series: new Map<string, number>() };
    expect(Number(time)).toBeGreaterThan(series.get(labels) ?? 0);
    series.set(labels, Number(time));
    const names = [...labels.matchAll(/([a-zA-Z_]+)="/gu)].map(([, each]) => each);
    expect(new Set(names).size).toBe(names.length);
  }
  for (const { told } of families.values()) expect(told.filter((each) => each !== "UNIT")).toEqual(["TYPE", "HELP"]);
});

it("holds each number of the run's samples, with its time", () => {
  const written = text.split("\n").flatMap((line) => {
    const [, name, , value, time] = sample.exec(line) ?? [];
    return name === undefined ? [] : [`${name} ${String(Number(value))} ${String(time)}`];
  });
  const wanted = samples.map(({ metric, value, timeMs }) => {
    return `${familyName(metric as keyof typeof metrics)} ${String(value)} ${(timeMs / 1000).toFixed(3)}`;
  });
  expect(written.toSorted()).toEqual(wanted.toSorted());
});

it("gives every metric a name of its own", () => {
  const names = (Object.keys(metrics) as (keyof typeof metrics)[]).map(familyName);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain("crossbed_load_response_time_mean_milliseconds");
});
