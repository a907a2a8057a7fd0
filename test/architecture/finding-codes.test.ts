import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const matches = (text: string, looks: RegExp): (string | undefined)[] =>
  [...text.matchAll(looks)].map(([, code]) => code);

test("docs/check.md lists every code that a finding of check may have, and no other", () => {
  const sources = readdirSync("stacks/survey").filter((file) => /findings\.ts$/u.test(file));
  const found = sources.flatMap((file) =>
    matches(
      readFileSync(`stacks/survey/${file}`, "utf8"),
      /(?:\bcode: |\bsay\(\s*|\bproblemFindings\(\s*)"([a-z-]+)"/gu,
    ),
  );
  const documented = matches(readFileSync("docs/check.md", "utf8"), /^\| `([a-z-]+)`/gmu);
  expect([...new Set(found)].toSorted()).toEqual(documented.toSorted());
});
