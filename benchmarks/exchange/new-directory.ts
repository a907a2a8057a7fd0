/** A directory that appears whole or not at all, and never in another's place. */
import { chmod, mkdir, readdir, rename } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { withDirectoryAside } from "../../base/directory-aside.ts";
import { CrossbedError } from "../../base/errors.ts";

/**
 * Has `fill` write into a directory aside, which then takes the place of `target`, new or empty.
 * @throws CrossbedError `invalid_input` where something lies there.
 */
export async function intoNewDirectory<Result>(
  target: string,
  fill: (aside: string) => Promise<Result>,
): Promise<Result> {
  const place = resolve(target);
  const present = await entriesOf(place);
  if (present === undefined || present.length > 0) {
    throw new CrossbedError("invalid_input", "something lies there; an export overwrites nothing.", {
      where: place,
      hint: "Name a directory that is new or empty.",
    });
  }
  await mkdir(dirname(place), { recursive: true });
  return await withDirectoryAside(`${place}.`, async (aside) => {
    const result = await fill(aside);
    await chmod(aside, 0o755);
    await rename(aside, place);
    return result;
  });
}

/** What lies in a directory; undefined where the path is something else. */
async function entriesOf(place: string): Promise<string[] | undefined> {
  try {
    return await readdir(place);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? [] : undefined;
  }
}
