import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { identityOf, startTicks } from "../../../base/process-identity.ts";
import { endGroup, startCommand } from "../../faults/command-run.ts";
import type { Harm } from "../../faults/harms.ts";
import { StandingHarm } from "../../faults/standing-harm.ts";

let root: string;
let record: string;
let standing: StandingHarm;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-command-"));
  record = join(root, "harm.json");
  const heal = (harm: Harm): Promise<void> => (harm.kind === "command" ? endGroup(harm.process) : Promise.resolve());
  standing = await StandingHarm.open(record, { inflict: () => Promise.resolve(), heal });
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

const start = (script: string) => startCommand({ standing, project: root }, ["bash", "-c", script]);
const recorded = async (): Promise<Harm[]> => JSON.parse(await readFile(record, "utf8")) as Harm[];

/** Works until it is interrupted, and then ends in order. */
const orderly = 'trap "echo in order; exit 130" INT; echo at work; while :; do sleep 0.1; done';

it("a command is on record while it works, and off it once it has ended", async () => {
  const run = await start("echo begun; until [ -e go ]; do sleep 0.1; done; echo done >&2; exit 3");
  expect(await recorded()).toEqual([{ kind: "command", process: identityOf(run.pid) }]);
  await writeFile(join(root, "go"), "");
  expect(await run.ended).toEqual({ status: 3, said: "begun\ndone\n" });
  expect(await recorded()).toEqual([]);
});

it("a command that is interrupted ends in order, with its own status", async () => {
  const run = await start(orderly);
  expect(await run.untilSays(/at w\w+/u)).toBe("at work");
  expect(await run.interrupt()).toEqual({ status: 130, said: "at work\nin order\n" });
});

it("a signal reaches all of a command, and what is killed has no status", async () => {
  const run = await start('trap "" INT; sleep 1000 & echo "child $!"; wait');
  const child = Number((await run.untilSays(/child \d+\n/u)).slice("child ".length));
  run.signal("SIGKILL");
  expect((await run.ended).status).toBe(undefined);
  expect(startTicks(child)).toBe(undefined);
});

it("a command that ends without the awaited words is an error with what it said", async () => {
  const run = await start("echo something else");
  await run.ended;
  await expect(run.untilSays(/at work/u)).rejects.toThrow("it ended without saying at work: something else\n");
});

it("what a killed suite had started is ended by the next one", async () => {
  const run = await start(orderly);
  await run.untilSays(/at work/u);
  await standing.healAll();
  expect(startTicks(run.pid)).toBe(undefined);
  expect((await run.ended).said).toContain("in order");
});
