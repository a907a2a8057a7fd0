import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it } from "vitest";
import { longestPauseSec } from "../../faults/ledger.ts";

const program = new URL("../../faults/ledger.mjs", import.meta.url).pathname;
let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-ledger-"));
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** Writes until there are five acknowledged records. */
async function written(): Promise<string> {
  const acks = join(root, "acks");
  const writer = execa(process.execPath, [program, "write", join(root, "records"), acks], { reject: false });
  const text = (): Promise<string> => readFile(acks, "utf8").catch(() => "");
  while ((await text()).split("\n").length < 6) await new Promise((resolve) => setImmediate(resolve));
  writer.kill("SIGKILL");
  await writer;
  return await text();
}

async function checked(acks: string): Promise<unknown> {
  const { stdout } = await execa(process.execPath, [program, "check", join(root, "records")], { input: acks });
  return JSON.parse(stdout) as unknown;
}

it("a ledger has every record that it acknowledged, also when it was killed", async () => {
  const acks = await written();
  const records = acks.trim().split("\n").length;
  expect(await checked(acks)).toEqual({ acknowledged: records, lost: [] });
  // One that was cut off was acknowledged to nobody.
  expect(await checked(`${acks}${String(records + 1)} 12`)).toEqual({ acknowledged: records, lost: [] });
});

it("a ledger misses a record that is gone, one of other bytes, and one that its log lacks", async () => {
  const acks = await written();
  const records = join(root, "records");
  expect(await readdir(records)).toEqual(expect.arrayContaining(["1.record", "2.record", "3.record", "log"]));
  await rm(join(records, "1.record"));
  await writeFile(join(records, "2.record"), "others");
  const log = await readFile(join(records, "log"), "utf8");
  await writeFile(join(records, "log"), log.replace(/^3 .*\n/mu, ""));
  expect(await checked(acks)).toMatchObject({ lost: [1, 2, 3] });
});

it("a ledger without room tries its record again, and acknowledges none", async () => {
  const log = join(root, "records", "log");
  const writer = execa(process.execPath, [program, "write", join(root, "records"), "/dev/full"], { reject: false });
  const lines = async (): Promise<string[]> => (await readFile(log, "utf8").catch(() => "")).match(/^1 \w+$/gmu) ?? [];
  while ((await lines()).length < 2) await new Promise((resolve) => setImmediate(resolve));
  writer.kill("SIGKILL");
  const { exitCode, stderr } = await writer;
  expect([exitCode, stderr]).toEqual([undefined, ""]);
  // Each try begins a line of its own.
  expect((await readFile(log, "utf8")).split("\n").filter((line) => line !== "")).toEqual(await lines());
});

it("a ledger whose records are acknowledged elsewhere has all that arrived there, and ends with its reader", async () => {
  const writer = execa(process.execPath, [program, "write", join(root, "records"), "-", "1"], { reject: false });
  let said = "";
  writer.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  while (said.split("\n").length < 6) await new Promise((resolve) => setImmediate(resolve));
  writer.stdin.end();
  expect(await writer).toMatchObject({ exitCode: 0, stderr: "" });
  const records = said.split("\n").length - 1;
  expect(await checked(said)).toEqual({ acknowledged: records, lost: [] });
  // Whoever has all may have them removed.
  await execa(process.execPath, [program, "check", join(root, "records"), "remove"], { input: said });
  expect(await readdir(root)).toEqual([]);
});

it("the longest pause of a ledger lies between two acknowledgements", () => {
  const lines = ["1 aa 1000", "2 bb 1250", "3 cc 9250", "4 dd 9300"];
  expect(longestPauseSec({ host: "host1", lines })).toBe(8);
  expect(longestPauseSec({ host: "host1", lines: [] })).toBe(0);
});
