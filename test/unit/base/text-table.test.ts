import { expect, it } from "vitest";
import { table } from "../../../base/text-table.ts";

const rows = [
  ["a", "wide", "c"],
  ["bcd", "x", ""],
];

it("table · makes columns as wide as their widest cell, and leaves no space at a line's end", () => {
  expect(table(rows)).toEqual(["  a    wide  c", "  bcd  x"]);
});

it("table · stands cells on the right where that is asked for", () => {
  expect(table(rows, { align: "right", indent: "" })).toEqual(["  a  wide  c", "bcd     x"]);
});
