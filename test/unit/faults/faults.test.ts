import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { faults } from "../../faults/faults.ts";

it("every fault has a name and a text of its own", () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
  expect(new Set(faults.map(({ text }) => text)).size).toBe(faults.length);
});

it("docs/faults.md has the table of faults, with how often each is to be tried", () => {
  const page = readFileSync("docs/faults.md", "utf8");
  const rows = [...page.matchAll(/^\| `([\w-]+)` *\| (.*?) *\| (\d+) *\|$/gmu)].map(([, name, text, times]) => [
    name,
    text,
    Number(times),
  ]);
  expect(rows).toEqual(faults.map(({ name, text, times }) => [name, text, times]));
});
