import { expect, test } from "vitest";
import { parseDuration } from "../../../../benchmarks/import/duration.ts";

test("parseDuration · reads the two times of the study's appendix A.2 to the nanosecond, in the order that is asked for", () => {
  const text = "05/04/2013_13:11:02:123456789\n05/04/2013_13:13:02:623456789\n";
  const [began, ended] = parseDuration(text, "duration.txt", "dmy");
  expect(began).toBeCloseTo(Date.UTC(2013, 3, 5, 13, 11, 2) + 123.456789, 3);
  expect(ended - began).toBeCloseTo(120_500, 3);
  expect(parseDuration(text, "duration.txt")[0]).toBeCloseTo(Date.UTC(2013, 4, 4, 13, 11, 2) + 123.456789, 3);
});

test.each([
  ["one time", "05/25/2013_13:11:02:123456789\n", "duration.txt"],
  ["the later one first", "05/25/2013_13:11:02:000000000\n05/25/2013_13:11:01:000000000\n", "duration.txt"],
  ["another format", "Sat May 25 13:11:02 CEST 2013\n", "duration.txt: line 1"],
])("parseDuration · refuses %s, and says where", (_, text, where) => {
  expect(() => parseDuration(text, "duration.txt")).toThrow(
    `${where}: here should stand two times, the earlier one first, like 05/25/2013_13:11:02:123456789. Give what date +%x_%H:%M:%S:%N wrote before and after the migration, or began and ended instead.`,
  );
});
