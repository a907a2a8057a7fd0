/** `crossbed compare`: puts runs side by side and says what differs, and whether the data can tell. */
import { Command } from "commander";
import { compareSides } from "../benchmarks/analysis/compare/compare.ts";
import { conditionDifferences } from "../benchmarks/analysis/compare/conditions.ts";
import { measures, parseMeasures } from "../benchmarks/analysis/compare/measures.ts";
import { answerThreshold, parseThreshold, type Finding } from "../benchmarks/analysis/compare/threshold.ts";
import { renderComparisonPage } from "../benchmarks/report/comparison/page.ts";
import { renderComparisonText } from "../benchmarks/report/comparison/text.ts";
import { comparisonDocument } from "../benchmarks/report/comparison/document.ts";
import { findingText, forbiddingText } from "../benchmarks/report/comparison/words.ts";
import { CrossbedError } from "../base/errors.ts";
import { readSides } from "./compared-runs.ts";
import { noiseAround } from "./noise.ts";
import { writePage } from "./page-file.ts";

interface Options {
  readonly json?: true;
  readonly html?: string;
  readonly only?: string;
  readonly strict?: true;
  readonly failIf: readonly string[];
}

/** The `compare` command. */
export function compareCommand(): Command {
  return new Command("compare")
    .description("put runs side by side: what differs, by how much, and whether the data can tell")
    .argument(
      "<side...>",
      "the base, then what is compared with it: a stack, a run's directory, or several with commas",
    )
    .option("--json", "print the comparison as JSON")
    .option("--html <file>", "write a page")
    .option("--only <measures>", `measures, with commas: ${measures.map(({ name }) => name).join(", ")}`)
    .option("--strict", "refuse sides that measure different things")
    .option(
      "--fail-if <question>",
      'such as "p99 > +10 %"; status 9 when shown, 10 when the data cannot tell',
      collect,
      [],
    )
    .action(async (names: string[], options: Options) => {
      const only = parseMeasures(options.only);
      const thresholds = options.failIf.map(parseThreshold);
      const sides = await readSides(names);
      const conditions = conditionDifferences(sides);
      const forbidding = forbiddingText(conditions);
      if (options.strict === true && forbidding !== "") {
        throw new CrossbedError("invalid_input", forbidding.replace(", and compared all the same", ""), {
          where: names.join(" against "),
          hint: "Leave out --strict to compare them all the same; every table then says so.",
        });
      }
      const comparison = compareSides(sides, only);
      const findings = thresholds.map((threshold) => answerThreshold(threshold, comparison));
      const noise = await noiseAround(sides.flatMap(({ runs }) => runs));
      if (options.html !== undefined) {
        await writePage(options.html, renderComparisonPage(comparison, conditions, findings, noise));
      }
      process.stdout.write(
        options.json === true
          ? `${JSON.stringify(comparisonDocument(comparison, conditions, findings, noise), null, 2)}\n`
          : `${renderComparisonText(comparison, conditions, findings, noise)}\n`,
      );
      throwFinding(findings);
    });
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** One shown threshold fails the command, even where the data cannot answer the others. */
function throwFinding(findings: readonly Finding[]): void {
  for (const [answer, code] of [
    ["shown", "difference_shown"],
    ["cannot-tell", "undecided"],
  ] as const) {
    const found = findings.filter((finding) => finding.answer === answer);
    if (found.length > 0) throw new CrossbedError(code, found.map(findingText).join("; "), { where: "--fail-if" });
  }
}
