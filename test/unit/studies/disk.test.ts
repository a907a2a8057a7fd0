import { expect, test } from "vitest";
import { refuseLittleDisk } from "../../../studies/disk.ts";

test("refuseLittleDisk · refuses a study whose results would not fit, with both sizes; one byte decides", () => {
  const blocks = [{ bytes: 3 * 2 ** 30 }, { bytes: 2 ** 20 }];
  refuseLittleDisk("/results", blocks, 3 * 2 ** 30 + 2 ** 20);
  expect(() => {
    refuseLittleDisk("/results", blocks, 3 * 2 ** 30 + 2 ** 20 - 1);
  }).toThrow("/results: has 3.0 GiB free, and the study's results take about 3.0 GiB. Make room there");
  expect(() => {
    refuseLittleDisk("/results", blocks, 100 * 2 ** 20);
  }).toThrow("has 100 MiB free");
});
