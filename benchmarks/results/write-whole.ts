/** Writes files of a run so that nobody ever sees half of one, and so that nothing outside of the directory is touched. */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { CrossbedError } from "../../base/errors.ts";
import { codeOf } from "./plain-file.ts";

/** For a file that must be new, and where a link of its name is not followed. */
const newFile = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Replaces whatever has the file's name, even a link: a reader sees the old content or the new.
 * @throws CrossbedError `missing_prerequisite` when there is no room or no right to write; the old file is as it was.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString("hex")}.new`;
  try {
    const handle = await open(aside, newFile, 0o666);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, file);
  } catch (cause) {
    await rm(aside, { force: true }).catch(() => undefined);
    throw new CrossbedError("missing_prerequisite", `Crossbed cannot write this file (${codeOf(cause)}).`, {
      where: file,
      hint: "Make room, give yourself the right to write there, remove what stands in its place; then try again.",
      cause,
    });
  }
}

export async function writeJson(file: string, value: unknown): Promise<void> {
  await writeWhole(file, `${JSON.stringify(value, null, 2)}\n`);
}
