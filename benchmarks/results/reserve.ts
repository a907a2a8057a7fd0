/**
 * Keeps room on a run's disk until the run is over: when the data fill the disk, the manifest and the report that say so still find
 * room.
 */
import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const reserveName = "room-for-the-report";

/** Several times what a long run's report takes. */
const reserveBytes = 16 * 1024 ** 2;

/** Zeros would take no room on a disk that compresses. */
export async function holdReserve(directory: string): Promise<void> {
  await writeFile(join(directory, reserveName), randomBytes(reserveBytes));
}

/** Gives the room back. Safe to call twice. */
export async function releaseReserve(directory: string): Promise<void> {
  await rm(join(directory, reserveName), { force: true });
}
