import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checkCrate, isCrate } from "../../../../benchmarks/exchange/crate/check.ts";
import { metadataName } from "../../../../benchmarks/exchange/crate/metadata.ts";
import { writeCrate } from "../../../../benchmarks/exchange/crate/write.ts";
import { writeReport } from "../../../../benchmarks/report/write.ts";
import { writeSyntheticRun } from "../../../support/synthetic-run.ts";

const order = { study: undefined, page: "<!doctype html>", license: "CC-BY-4.0", publishedAtMs: 0 };
let root: string;
let run: string;
let whole: string;
let crate: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-crate-"));
  run = await writeSyntheticRun(join(root, "results"));
  await writeReport(run);
  whole = join(root, "whole");
  await writeCrate(whole, { ...order, runs: [run] });
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(async () => {
  crate = await mkdtemp(join(root, "crate-"));
  await cp(whole, crate, { recursive: true });
});

const inRun = (): string => join("synthetic-6core", run.slice(run.lastIndexOf("/") + 1));

/** Files of RO-Crate's graph, whose references it follows. */
async function graph(): Promise<readonly Record<string, unknown>[]> {
  return (JSON.parse(await readFile(join(crate, metadataName), "utf8")) as { "@graph": Record<string, unknown>[] })[
    "@graph"
  ];
}

describe("a crate", () => {
  it("has every file of a run but those that are made from the others, and is as its metadata says", async () => {
    const expected = (await readdir(run, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && !["summary.json", "report.html"].includes(entry.name),
    );
    // The page is one more.
    expect(await checkCrate(crate)).toBe(expected.length + 1);
    expect(await isCrate(crate)).toBe(true);
    expect(await isCrate(run)).toBe(false);
  });

  it("is a flat graph without an open end, whose parts are all reached from its root (RO-Crate 1.2)", async () => {
    const entities = await graph();
    const ids = entities.map((entity) => entity["@id"]);
    expect(new Set(ids).size).toBe(ids.length);
    const referencesOf = (value: unknown): unknown[] =>
      Array.isArray(value)
        ? value.flatMap(referencesOf)
        : typeof value === "object" && value !== null
          ? [(value as { "@id": unknown })["@id"]]
          : [];
    const outside = "https://w3id.org/ro/crate/1.2";
    for (const entity of entities) {
      for (const id of Object.values(entity).flatMap(referencesOf)) expect([outside, ...ids]).toContain(id);
    }
    const parts = (id: unknown): unknown[] => [
      id,
      ...referencesOf(entities.find((entity) => entity["@id"] === id)?.["hasPart"]).flatMap(parts),
    ];
    const files = entities.filter((entity) => ["File", "Dataset"].includes(String(entity["@type"])));
    expect(parts("./")).toEqual(expect.arrayContaining(files.map((entity) => entity["@id"])));
    expect(entities.find((entity) => entity["@id"] === "./")).toMatchObject({
      datePublished: "1970-01-01T00:00:00.000Z",
      description: expect.stringContaining("emulated") as unknown,
      license: { "@id": "https://spdx.org/licenses/CC-BY-4.0" },
    });
  });

  it("names every file that was changed, removed or added", async () => {
    await appendFile(join(crate, inRun(), "cases.jsonl"), "\n");
    await rm(join(crate, inRun(), "samples.jsonl"));
    const histograms = join(crate, inRun(), "histograms.jsonl");
    await writeFile(histograms, (await readFile(histograms, "utf8")).replace(/.$/su, " "));
    await symlink("/etc/passwd", join(crate, "extra"));
    await expect(checkCrate(crate)).rejects.toThrow(
      expect.objectContaining({
        code: "invalid_input",
        message: expect.stringMatching(
          /4 problems[^]*cases\.jsonl: has \d+ bytes; the metadata says \d+\.[^]*histograms\.jsonl: has other bytes[^]*samples\.jsonl: is missing\.[^]*extra: is not in/u,
        ) as unknown,
      }),
    );
  });

  it("follows no path that leads out of it", async () => {
    const file = join(crate, metadataName);
    const entities = await graph();
    const leading = ["../../etc/passwd", "/etc/passwd", "..%2F..%2Fetc%2Fpasswd", "%E0%A4%A"].map((id) => ({
      "@id": id,
      "@type": "File",
      contentSize: "1",
      sha256: "0".repeat(64),
    }));
    await writeFile(file, JSON.stringify({ "@graph": [...entities, ...leading] }));
    for (const { "@id": id } of leading)
      await expect(checkCrate(crate)).rejects.toThrow(`${id}: is no path in the crate.`);
  });

  it("overwrites nothing, and leaves nothing where it cannot be written", async () => {
    await expect(writeCrate(crate, { ...order, runs: [run] })).rejects.toThrow("something lies there");
    const target = join(root, "twice");
    await expect(writeCrate(target, { ...order, runs: [run, run] })).rejects.toThrow("packed already");
    expect((await readdir(root)).filter((name) => name.startsWith("twice"))).toEqual([]);
  });

  it("is refused where its metadata describes no file", async () => {
    await writeFile(join(crate, metadataName), '{"@graph":[]}');
    await expect(checkCrate(crate)).rejects.toThrow("it describes no file with its size and SHA-256.");
  });
});
