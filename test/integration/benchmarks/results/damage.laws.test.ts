import { execa } from "execa";
import { fc } from "../../../support/laws.ts";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { CrossbedError } from "../../../../base/errors.ts";
import { analyseRun } from "../../../../benchmarks/analysis/summarise.ts";
import { openRun } from "../../../../benchmarks/results/reader.ts";
import { syntheticCase, writeSyntheticRun } from "../../../support/synthetic-run.ts";

// A hundred runs are read: seconds of work, and minutes on a busy machine.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

let root = "";
let whole = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-damage-laws-"));
  const result = syntheticCase({ offeredReqPerSec: 1, warmUpIntervals: 1, measuredIntervals: 4 });
  whole = await writeSyntheticRun(root, [result]);
  await writeFile(join(root, "outside"), "mine");
});
afterAll(async () => {
  await rm(root, { recursive: true });
});

const names = ["manifest.json", "cases.jsonl", "samples.jsonl", "warm-up.jsonl", "histograms.jsonl"] as const;
/** Where in a file, as a share of its length. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const damages = fc.oneof(
  fc.record({ kind: fc.constant("cut" as const), place }),
  fc.record({ kind: fc.constant("flip" as const), place, bit: fc.integer({ min: 0, max: 7 }) }),
  fc.record({ kind: fc.constant("lines" as const), place }),
  fc.record({ kind: fc.constantFrom("removed" as const, "link" as const, "pipe" as const, "directory" as const) }),
);

async function damage(file: string, how: typeof damages extends fc.Arbitrary<infer Damage> ? Damage : never) {
  const bytes = await readFile(file);
  if (how.kind === "cut") {
    await writeFile(file, bytes.subarray(0, Math.floor(how.place * bytes.length)));
    return;
  }
  if (how.kind === "flip") {
    const at = Math.floor(how.place * bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << how.bit);
    await writeFile(file, bytes);
    return;
  }
  if (how.kind === "lines") {
    const lines = bytes.toString().split("\n");
    const kept = lines.slice(0, Math.floor(how.place * (lines.length - 1)));
    await writeFile(file, kept.map((line) => `${line}\n`).join(""));
    return;
  }
  await rm(file);
  if (how.kind === "link") await symlink(join(root, "outside"), file);
  if (how.kind === "pipe") await execa("mkfifo", [file]);
  if (how.kind === "directory") await mkdir(file);
}

test("a damaged file is refused in one line or told by its name, whatever the damage", async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), damages, async (name, how) => {
      const run = join(root, String((number += 1)));
      await cp(whole, run, { recursive: true });
      await damage(join(run, name), how);
      try {
        const { summary } = await analyseRun(await openRun(run));
        expect(summary.warnings.some(({ text }) => text.includes(name))).toBe(true);
      } catch (error) {
        if (!(error instanceof CrossbedError)) throw error;
        expect(error.code).toBe(name === "manifest.json" && how.kind === "removed" ? "invalid_input" : "malformed");
        expect(error.message).not.toMatch(/[\n\r]/u);
      }
      expect(await readFile(join(root, "outside"), "utf8")).toBe("mine");
      await rm(run, { recursive: true });
    }),
    { numRuns: 100 },
  );
});
