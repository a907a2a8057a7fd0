import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openExport, openRuns, type Database } from "../../../../benchmarks/exchange/database.ts";
import { exportRuns } from "../../../../benchmarks/exchange/export.ts";
import { ask } from "../../../../benchmarks/exchange/query.ts";
import { tables } from "../../../../benchmarks/exchange/tables.ts";
import { writeReport } from "../../../../benchmarks/report/write.ts";
import { writeSyntheticRun } from "../../../support/synthetic-run.ts";

const page = readFileSync(new URL("../../../../docs/query.md", import.meta.url), "utf8");
const questions = [...page.matchAll(/```sql\n([^]*?)```/gu)].map(([, sql = ""]) => sql);
let root: string;
let run: string;
let database: Database;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "crossbed-exchange-"));
  run = await writeSyntheticRun(root);
  await writeReport(run);
  database = await openRuns([run]);
});
afterAll(() => {
  database.close();
  rmSync(root, { recursive: true, force: true });
});

describe("query", () => {
  it("has the tables of its page, and tells their columns in its dictionary, in that order", async () => {
    const section = page.slice(page.indexOf("## Tables"));
    expect([...section.matchAll(/^\| `(\w+)` +\| [^|]+\|$/gmu)].map(([, name]) => name)).toEqual(Object.keys(tables));
    for (const [name, columns] of Object.entries(tables)) {
      const { rows } = await ask(database, `DESCRIBE ${name}`);
      const told = columns.map((each) => ({ column_name: each.name, type: each.type, meaning: each.meaning }));
      expect(rows.map((row) => [row["column_name"], row["column_type"]])).toEqual(
        told.map((each) => [each.column_name, each.type]),
      );
      const sql = `SELECT column_name, type, meaning FROM dictionary WHERE table_name = '${name}'`;
      expect((await ask(database, sql)).rows).toEqual(told);
    }
  });

  it.each(questions.map((sql, index) => [index + 1, sql]))("answers question %i of its page", async (_, sql) => {
    const { columns } = await ask(database, sql);
    expect(columns.length).toBeGreaterThan(1);
  });

  it("asks ten questions on its page", () => {
    expect(questions).toHaveLength(10);
  });

  it("counts a run's cases and samples as its files do", async () => {
    const lines = (file: string): number => readFileSync(join(run, file), "utf8").trim().split("\n").length;
    const { rows } = await ask(
      database,
      "SELECT (SELECT count(*) FROM cases)::INT AS cases, (SELECT count(*) FROM samples)::INT AS samples",
    );
    expect(rows).toEqual([{ cases: lines("cases.jsonl"), samples: lines("samples.jsonl") }]);
  });

  it("gives each figure as the summary has it", async () => {
    const summary = JSON.parse(readFileSync(join(run, "summary.json"), "utf8")) as {
      cases: { case: string; repetition: number; cpuPercent: { mean: number }; responseTimeMs: { p99: number } }[];
    };
    const { rows } = await ask(
      database,
      "SELECT case_name, repetition::INT AS r, cpu_percent, response_p99_ms FROM cases",
    );
    expect(rows).toEqual(
      summary.cases.map((one) => {
        const { case: name, repetition, cpuPercent, responseTimeMs } = one;
        return { case_name: name, r: repetition, cpu_percent: cpuPercent.mean, response_p99_ms: responseTimeMs.p99 };
      }),
    );
  });

  it("leaves out a run that cannot be read, and follows no link of a stranger's", async () => {
    const broken = join(root, "broken");
    mkdirSync(broken);
    writeFileSync(join(broken, "summary.json"), "{");
    const linked = join(root, basename(run).replace("synthetic", "linked"));
    cpSync(run, linked, { recursive: true });
    rmSync(join(linked, "samples.jsonl"));
    symlinkSync(join(run, "samples.jsonl"), join(linked, "samples.jsonl"));
    const other = await openRuns([linked, broken]);
    expect(other.unread).toEqual([expect.stringContaining(join(broken, "summary.json"))]);
    expect((await ask(other, "SELECT count(*)::INT AS n FROM samples")).rows).toEqual([{ n: 0 }]);
    other.close();
  });

  it("counts a run once, wherever copies of it lie", async () => {
    const copy = join(root, `${basename(run)}0`);
    cpSync(run, copy, { recursive: true });
    const other = await openRuns([run, copy]);
    expect(other.unread).toEqual([`${copy}: it is a copy of ${run}`]);
    const count = "SELECT (SELECT count(*) FROM cases)::INT AS cases, (SELECT count(*) FROM samples)::INT AS samples";
    expect((await ask(other, count)).rows).toEqual((await ask(database, count)).rows);
    other.close();
  });

  it("says what is wrong with a question, and where its tables are told", async () => {
    await expect(ask(database, "SELECT nothing FROM cases")).rejects.toThrow(/SQL: [^]*nothing[^]*FROM dictionary/u);
  });
});

describe("export", () => {
  it("writes tables that answer as the results themselves do", async () => {
    const target = join(root, "out");
    const { rows } = await exportRuns([run], target, "parquet");
    const again = await openExport(target);
    for (const name of Object.keys(tables)) {
      const sql = `SELECT * FROM ${name} ORDER BY ALL`;
      const answer = await ask(database, sql);
      expect(await ask(again, sql)).toEqual(answer);
      expect(rows[`${name}.parquet`]).toBe(answer.rows.length);
    }
    again.close();
    expect(readdirSync(target).toSorted()).toEqual(
      Object.keys(tables)
        .map((name) => `${name}.parquet`)
        .toSorted(),
    );
  });

  it("writes CSV with a head", async () => {
    await exportRuns([run], join(root, "csv"), "csv");
    const head = readFileSync(join(root, "csv/cases.csv"), "utf8").split("\n")[0];
    expect(head).toBe(tables.cases.map(({ name }) => name).join(","));
  });

  it("overwrites nothing, and leaves nothing where it fails", async () => {
    const target = join(root, "full");
    mkdirSync(target);
    writeFileSync(join(target, "mine"), "");
    await expect(exportRuns([run], target, "parquet")).rejects.toThrow(/something lies there/u);
    await expect(exportRuns([run], join(target, "mine"), "parquet")).rejects.toThrow(/something lies there/u);
    await expect(exportRuns([run], join(target, "mine/below"), "parquet")).rejects.toThrow();
    expect(readdirSync(root).filter((name) => name.startsWith("full."))).toEqual([]);
    expect(existsSync(join(target, "mine"))).toBe(true);
  });
});
