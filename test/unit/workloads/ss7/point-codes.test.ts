import { expect, test } from "vitest";
import { formatPointCode } from "../../../../workloads/ss7/point-codes.ts";

test("formatPointCode · writes 3, 8 and 3 bits", () => {
  expect([1, 101, 201, 0x3fff].map(formatPointCode)).toEqual(["0.0.1", "0.12.5", "0.25.1", "7.255.7"]);
});
