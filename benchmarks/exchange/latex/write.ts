/** Writes the tables of a report's page as LaTeX into a directory of their own, a file each. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { intoNewDirectory } from "../new-directory.ts";
import { titledFile } from "../titled-file.ts";
import { renderLatexTable } from "./latex-table.ts";
import { pageTables } from "./page-tables.ts";

/** Gives the files' names, in the order of the page. @throws CrossbedError `invalid_input` where something lies there. */
export async function writeLatex(html: string, target: string): Promise<string[]> {
  return await intoNewDirectory(target, async (aside) => {
    const files: string[] = [];
    for (const [index, table] of pageTables(html).entries()) {
      const file = titledFile(index, table.title, "tex");
      await writeFile(join(aside, file), renderLatexTable(table));
      files.push(file);
    }
    return files;
  });
}
