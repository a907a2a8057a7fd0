import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Harm } from "../../faults/harms.ts";
import { StandingHarm } from "../../faults/standing-harm.ts";

const power: Harm = { kind: "power", directory: "/lab", machine: "host2" };
const frames: Harm = { kind: "frames", namespace: "lab", rules: [["FORWARD", "-s", "m1"]] };
let root: string;
let file: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "crossbed-harm-"));
  file = join(root, "state", "harm.json");
});
afterEach(async () => {
  await rm(root, { recursive: true });
});

/** Records what is done, and fails where it is told to. */
function hands(log: string[], failing?: string) {
  const act = (what: string) => (harm: Harm) => {
    log.push(`${what} ${harm.kind}`);
    return failing === `${what} ${harm.kind}` ? Promise.reject(new Error(failing)) : Promise.resolve();
  };
  return { inflict: act("inflict"), heal: act("heal") };
}

it("a harm is on record before it is done, also where doing it fails half-way", async () => {
  const standing = await StandingHarm.open(file, hands([], "inflict power"));
  await expect(standing.inflict(power)).rejects.toThrow("inflict power");
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual([power]);
});

it("what a killed suite left is healed by the next one, the newest first, and forgotten", async () => {
  const killed = await StandingHarm.open(file, hands([]));
  await killed.inflict(power);
  await killed.inflict(frames);
  const log: string[] = [];
  const next = await StandingHarm.open(file, hands(log));
  expect(await next.healAll()).toBe(2);
  expect(log).toEqual(["heal frames", "heal power"]);
  expect(await (await StandingHarm.open(file, hands([]))).healAll()).toBe(0);
});

it("some are healed while others go on", async () => {
  const log: string[] = [];
  const standing = await StandingHarm.open(file, hands(log));
  await standing.inflict(power);
  await standing.inflict(frames);
  expect(await standing.healAll(({ kind }) => kind !== "power")).toBe(1);
  expect(log.slice(2)).toEqual(["heal frames"]);
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual([power]);
});

it("a harm that could not be healed stays on record", async () => {
  const standing = await StandingHarm.open(file, hands([], "heal power"));
  await standing.inflict(power);
  await expect(standing.heal(power)).rejects.toThrow("heal power");
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual([power]);
});

it("harms that come and go at the same time are all kept", async () => {
  const standing = await StandingHarm.open(file, hands([]));
  await Promise.all([standing.note(power), standing.note(frames)]);
  expect(JSON.parse(await readFile(file, "utf8"))).toEqual([power, frames]);
});
