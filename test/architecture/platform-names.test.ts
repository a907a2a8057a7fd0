import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { platformNames } from "../../platforms/index.ts";

/** Sources of ours outside `platforms/` and outside the files that bear a platform's name. */
const sources = execFileSync("git", ["ls-files", "*.ts", "*.mjs", "*.sh"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && !/^(?:platforms|test|sdks)\//.test(file))
  .filter((file) => !platformNames.some((name) => basename(file).startsWith(`${name}.`)));

const names = platformNames.join("|");
/** Asking for a platform by its name: a comparison, a case of a switch, a key of a table, a pattern of a shell's `case`. */
const questions = [
  new RegExp(`[!=]==? ?["'](?:${names})["']`),
  new RegExp(`["'](?:${names})["'] ?[!=]==?`),
  new RegExp(`\\bcase ["'](?:${names})["']:`),
  new RegExp(`(?:[!=]=|\\s[!=]?=\\s) ?["']?(?:${names})(?=["'\\s:*\\]]|$)`),
  new RegExp(`^\\s*(?:\\S+ \\| )?(?:${names})(?: \\| \\S+)*\\) `),
  new RegExp(`\\b(?:platform|hypervisor)\\b.*\\bz\\.enum\\(\\[.*["'](?:${names})["']`),
  new RegExp(`^\\s*(?:readonly )?platform: (?:["'](?:${names})["'] ?\\|? ?)+;`),
];

/** Lines that mean something else by the word, with what they mean. The list may only shrink. */
const others: readonly (readonly [file: string, line: RegExp, meaning: string])[] = [
  ["components/virtual-lab/machine.ts", /known === "kvm"/, "QEMU's accelerator on the lab's own machine"],
];

function askedIn(file: string): string[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => questions.some((question) => question.test(line)))
    .filter(({ line }) => !/^\s*(?:\/\/|\*|\/\*|#)/.test(line))
    .filter(({ line }) => !others.some(([where, what]) => where === file && what.test(line)))
    .map(({ line, number }) => `${file}:${String(number)}: ${line.trim()}`);
}

describe("platforms", () => {
  it("are told apart by name nowhere but in their own files", () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.flatMap(askedIn)).toEqual([]);
  });

  it.each([
    ['if (spec.platform === "kvm") return;', true],
    ['return "xen" === platform;', true],
    ["  kvm) uri=qemu:///system ;;", true],
    ["[[ $PLATFORM == bare ]] && exit", true],
    ["[[ $uri == xen:* ]]", true],
    ['import { kvm } from "./kvm.ts";', false],
    ['row("3.4", "2.3.1", "kvm", "6core", 750, true),', false],
  ])("would be found in: %s", (line, isQuestion) => {
    expect(questions.some((question) => question.test(line))).toBe(isQuestion);
  });
});
