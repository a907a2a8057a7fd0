import { join } from "node:path";
import { expect, test } from "vitest";
import { markStudy } from "../../../../../benchmarks/report/thesis/marked.ts";
import { studyCheckDocument } from "../../../../../benchmarks/report/thesis/document.ts";
import { renderStudyCheckText } from "../../../../../benchmarks/report/thesis/text.ts";

test("renderStudyCheckText · everything that is wrong with the study's tables, as it was read and accepted", async () => {
  const file = join(import.meta.dirname, "snapshots/study.txt");
  await expect(`${renderStudyCheckText(markStudy())}\n`).toMatchFileSnapshot(file);
});

test("studyCheckDocument · every row of tables 4.8 to 4.21 and every cell of tables 4.1 to 4.6 is judged, none is changed", () => {
  const { rows, overview } = studyCheckDocument(markStudy());
  expect([rows.length, overview.length]).toEqual([68, 54]);
  expect(rows.filter(({ rederived }) => rederived === "no").map(({ table, mean }) => [table, mean])).toEqual([
    ["4.15", 1.3976],
  ]);
  expect(rows.every(({ rederived, flaws }) => (rederived === "yes") === (flaws.length === 0))).toBe(true);
});
