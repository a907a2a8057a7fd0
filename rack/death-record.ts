/** The record that a host is off for good: who it was, who says so and when. What it may be believed is decided anew before each use. */
import {
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  fsyncSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CrossbedError } from "../base/errors.ts";
import { jsonOrNothing } from "../base/json.ts";
import { stateDirectory } from "../base/project.ts";

const deathSchema = z
  .object({
    version: z.literal(1),
    /** Name of the inventory. */
    rack: z.string(),
    host: z.string(),
    /** The boot that its stack's steps belonged to; empty where that is not known. */
    bootId: z.string(),
    /** `device`: the fencing device said off. `operator`: somebody said so in the place of a device that is silent or absent. `nobody`: it was
     *  seen alive since, and only what was freed still counts. */
    confirmedBy: z.enum(["device", "operator", "nobody"]),
    /** User and machine where it was recorded. */
    by: z.string(),
    /** ISO 8601, UTC. */
    at: z.string(),
    /** Who held the host and was taken down without it; what the host still has of that holder is cleared when it returns. */
    freed: z.exactOptional(z.object({ stack: z.string(), clone: z.string(), holder: z.string() })),
  })
  .readonly();

export type Death = z.infer<typeof deathSchema>;

/** What is seen of the host now. */
export interface SignsNow {
  /** Of the host's answer; undefined where it does not answer. */
  readonly bootId: string | undefined;
  readonly device: "on" | "off" | "silent";
  /** Whether a cluster on a living host has it as a member. */
  readonly isMember: boolean;
}

/** Whether a record may be believed; where not, why. A sign of life makes it void for good. */
export type Verdict =
  { readonly isDead: true } | { readonly isDead: false; readonly isAlive: boolean; readonly why: string };

/** A host that shows any sign of life is alive again. What a device said counts only while it says so. */
export function judgeDeath({ bootId, confirmedBy }: Pick<Death, "bootId" | "confirmedBy">, now: SignsNow): Verdict {
  const alive = (why: string): Verdict => ({ isDead: false, isAlive: true, why });
  const unknown = (why: string): Verdict => ({ isDead: false, isAlive: false, why });
  if (now.bootId !== undefined) {
    const never = now.bootId === bootId;
    return alive(
      never ? "it answers and has not restarted since: it never was off" : "it answers: it was started again",
    );
  }
  if (now.device === "on") return alive("its fencing device calls it on");
  // A cluster misses a member only after a while; a device that says off at this moment knows better.
  if (now.isMember && now.device === "off") {
    return unknown("its device says off, but the cluster has not missed it yet; run this again in a minute");
  }
  if (now.isMember) return alive("a cluster has it as a member");
  if (confirmedBy === "nobody") return unknown("it was seen alive since somebody said that it is off");
  if (confirmedBy === "device" && now.device === "silent") {
    return unknown("its fencing device, which said that it is off, is silent now");
  }
  return { isDead: true };
}

const directoryOf = (project: string): string => join(stateDirectory(project), "dead-hosts");
const fileOf = (project: string, { rack, host }: Pick<Death, "rack" | "host">): string =>
  join(directoryOf(project), `${rack}.${host}.json`);

function recordFiles(project: string): string[] {
  const directory = directoryOf(project);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(directory, name));
}

/** Whether there is any record, of whatever rack. */
export function hasDeaths(project: string): boolean {
  return recordFiles(project).length > 0;
}

/** The records of a rack's hosts. Throws `malformed` for one that cannot be read: nobody knows then what was freed. */
export function readDeaths(project: string, rack: string): Death[] {
  return recordFiles(project)
    .map(readDeath)
    .filter((death) => death.rack === rack);
}

function readDeath(file: string): Death {
  const { data } = deathSchema.safeParse(jsonOrNothing(readFileSync(file, "utf8")));
  if (data !== undefined) return data;
  throw new CrossbedError("malformed", "is no record of a host that is off.", {
    where: file,
    hint: "Remove the file. If the host is still off: npx crossbed fence HOST --is-off",
  });
}

/** Writes a record aside, then in the place of an earlier one: after a loss of power there is the old one or the new. */
export function writeDeath(project: string, death: Death): void {
  mkdirSync(directoryOf(project), { recursive: true });
  const file = fileOf(project, death);
  const aside = `${file}.${String(process.pid)}`;
  writeFileSync(aside, `${JSON.stringify(death)}\n`);
  syncPath(aside);
  renameSync(aside, file);
  syncPath(directoryOf(project));
}

function syncPath(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Forgets a record; one that is not there is not missed. */
export function removeDeath(project: string, death: Pick<Death, "rack" | "host">): void {
  rmSync(fileOf(project, death), { force: true });
}
