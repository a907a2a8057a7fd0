/** Writes a page where a command's option says. */
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { CrossbedError } from "../base/errors.ts";
import { writeWhole } from "../benchmarks/results/write-whole.ts";
import { project, resultsDirectory } from "../base/project.ts";

/** Pages that no run's directory holds lie here unless a user names another place. */
export const pagesDirectory = resultsDirectory(project);

/**
 * Writes the page whole, or leaves the one before. The folder of results is made, any other must be there.
 * @throws CrossbedError `invalid_input` that names the option's value.
 */
export async function writePage(file: string, page: string): Promise<void> {
  try {
    if (dirname(file) === pagesDirectory) await mkdir(pagesDirectory, { recursive: true });
    await writeWhole(file, page);
  } catch (cause) {
    throw new CrossbedError("invalid_input", "the page cannot be written.", {
      where: `--html ${file}`,
      hint: "Name a file in a folder that exists and that you may write to.",
      cause,
    });
  }
}
