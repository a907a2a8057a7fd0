import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Collector } from "../../benchmarks/collect/collector.ts";
import { collectors, cpuTools } from "../../benchmarks/collect/index.ts";
import { platforms } from "../../platforms/index.ts";

const room = "benchmarks/collect";
const names = Object.keys(collectors);

/** Sources of ours beside the folders, where the collector that a platform or a part of the run uses is named. */
const sources = execFileSync("git", ["ls-files", "*.ts"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file !== "" && !/^(?:platforms|benchmarks\/collect|bench|test|sdks)\//u.test(file));

const quoted = names.join("|");
/** A comparison, a case of a switch, a union or an enum with a collector's name. */
const questions = [
  new RegExp(`[!=]==? ?["'](?:${quoted})["']`, "u"),
  new RegExp(`["'](?:${quoted})["'] ?[!=]==?`, "u"),
  new RegExp(`\\bcase ["'](?:${quoted})["']:`, "u"),
  new RegExp(`["'](?:sar|xentop)["'] ?[|,] ?["'](?:sar|xentop)["']`, "u"),
];

/** Lines that mean something else by the word, with what they mean. The list may only shrink. */
const others: readonly (readonly [line: RegExp, meaning: string])[] = [
  [/network\.role === "migration"/u, "the network that memory goes through"],
];

describe("a collector", () => {
  it("is a folder and a line in index.ts", () => {
    const folders = readdirSync(room, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).toSorted()).toEqual(names);
    const lacking = names.filter((name) => !existsSync(`${room}/${name}/parser.ts`));
    expect(lacking).toEqual([]);
  });

  it("has a script where it has a collect.sh, and only there", () => {
    const scripted = Object.entries<Collector>(collectors).filter(([, { script }]) => script !== undefined);
    expect(scripted.map(([name]) => name)).toEqual(names.filter((name) => existsSync(`${room}/${name}/collect.sh`)));
    for (const [name, { script }] of scripted) {
      expect(script?.endsWith(readFileSync(`${room}/${name}/collect.sh`, "utf8"))).toBe(true);
    }
  });

  it("is told apart by name nowhere else", () => {
    expect(sources.length).toBeGreaterThan(150);
    const asked = sources.flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => questions.some((question) => question.test(line)))
        .filter((line) => !others.some(([what]) => what.test(line)))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(asked).toEqual([]);
  });

  it("is in the table of docs/architecture.md, in the words of crossbed parse", () => {
    const rows = [...readFileSync("docs/architecture.md", "utf8").matchAll(/^\| `(\w+)` +\| (.*?) +\|$/gmu)];
    const told = rows.map(([, name, reads]) => [name, reads]).filter(([name = ""]) => names.includes(name));
    expect(told).toEqual(Object.entries<Collector>(collectors).map(([name, { reads }]) => [name, reads]));
  });

  it("of a host's CPU is what each platform names", () => {
    expect(cpuTools).toEqual(["sar", "xentop"]);
    for (const { cpuTool } of Object.values(platforms)) expect(cpuTools).toContain(cpuTool);
  });
});
