import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readAllFigures } from "../../../cli/read-figures.ts";
import { toMessage } from "../../../cli/run-figures.ts";
import { syntheticCase, writeSyntheticRun } from "../../support/synthetic-run.ts";

let root = "";
let directories: string[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-figures-"));
  directories = [];
  for (const seed of [1, 2, 3]) {
    directories.push(await writeSyntheticRun(root, [syntheticCase({ seed })], { suffix: `s${String(seed)}` }));
  }
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const read = (threads: number, mustBeComplete = false) =>
  readAllFigures(
    directories.map((directory) => ({ directory, mustBeComplete })),
    threads,
  );

test("readAllFigures · gives the same from one thread and from three, in the order asked for", async () => {
  const [alone, together] = [await read(1), await read(3)];
  expect(together.map((run) => run && toMessage(run))).toEqual(alone.map((run) => run && toMessage(run)));
  expect(alone.map((run) => run?.manifest.run.split("-").at(-1))).toEqual(["s1", "s2", "s3"]);
});

test("readAllFigures · passes over a run that is not complete where it must be", async () => {
  directories.splice(1, 0, await writeSyntheticRun(root, [syntheticCase()], { suffix: "killed", end: "killed" }));
  for (const threads of [1, 3]) {
    expect((await read(threads, true)).map((run) => run?.manifest.status)).toEqual([
      "complete",
      undefined,
      "complete",
      "complete",
    ]);
  }
});

test("readAllFigures · throws what is wrong with the first run that cannot be read, whichever thread met it", async () => {
  for (const directory of directories.slice(1)) await appendFile(join(directory, "samples.jsonl"), "no sample\n{}\n");
  const [alone, together] = await Promise.all([1, 3].map((threads) => read(threads).catch(String)));
  expect(alone).toMatch(/-s2\/samples\.jsonl: line \d+: this is not JSON\./u);
  expect(together).toBe(alone);
});
