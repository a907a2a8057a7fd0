/** A study whose steps measure nothing, in processes of its own, with a script of what befalls them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { execa } from "execa";
import { beginJournal, journalName, type StudyBlock } from "../../benchmarks/results/study-journal.ts";

const standIns = new URL("../integration/studies/stand-ins/", import.meta.url).pathname;
const cases = ["one", "two"].map((name) => ({
  case: name,
  repetition: 1,
  nominalReqPerSec: 750,
  expectedSec: 60,
}));

/** What happens at a moment, by its number from 1 over all processes of the study. */
export type Fates = Readonly<Record<number, "kill-study" | "kill-step" | "interrupt-study" | "tear" | "fail">>;

export class ScriptedStudy {
  readonly directory = mkdtempSync(join(tmpdir(), "crossbed-study-"));
  readonly study = join(this.directory, "results/studies/scripted/20260101T000000Z-1");

  /** Makes the programs once for several studies. Returns their file. */
  static async program(directory: string): Promise<string> {
    const outfile = join(directory, "study.mjs");
    await build({
      entryPoints: [join(standIns, "study.mjs")],
      ...{ outfile, bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "silent" },
    });
    return outfile;
  }

  /** Begins it: `stacks` with two cases each, every repetition built anew. */
  async begin(stacks: readonly string[], repetitions: number, fates: Fates): Promise<void> {
    await mkdir(this.study, { recursive: true });
    const blocks = Array.from({ length: repetitions }, (_, round) =>
      stacks.map((stack, index): StudyBlock => {
        const benchmarks = { when: "never", repetitions: 1, seed: round * stacks.length + index } as const;
        return { stack, repetition: round + 1, benchmarks, isOnLab: true, isEmulated: true, cases, bytes: 1 };
      }),
    ).flat();
    await beginJournal(join(this.study, journalName), {
      ...{ line: "study", version: 1, name: "scripted", digest: "0", seed: 1, rebuild: "each", switchMinutes: 1 },
      ...{ atMs: 0, blocks },
    });
    writeFileSync(join(this.directory, "planned.json"), JSON.stringify({ plannedCases: cases }));
    this.foretell(fates);
  }

  foretell(fates: Fates): void {
    writeFileSync(join(this.directory, "fates.json"), JSON.stringify(fates));
  }

  /** Runs it until it ends or is killed. */
  async run(
    program: string,
    mode = "",
  ): Promise<{ status: number | undefined; signal: string | undefined; said: string }> {
    const args = [program, this.directory, this.study, join(standIns, "step.mjs"), mode];
    const { exitCode, signal, stderr } = await execa("node", args, { reject: false });
    return { status: exitCode, signal, said: stderr };
  }

  /** `<stack> <run's suffix> <case> <outcome>` of every line of every run. */
  caseLines(): string[] {
    const results = join(this.directory, "results");
    return readdirSync(results)
      .filter((stack) => stack !== "studies")
      .flatMap((stack) =>
        readdirSync(join(results, stack)).flatMap((run) =>
          wholeLines(join(results, stack, run, "cases.jsonl")).map((line) => {
            const record = JSON.parse(line) as { readonly case: string; readonly outcome: string };
            return `${stack} ${run.replace(/^.*-/, "")} ${record.case} ${record.outcome}`;
          }),
        ),
      );
  }

  /** Lines of a file that the steps write: `steps`, `overlaps`. */
  lines(name: string): string[] {
    return wholeLines(join(this.directory, name));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

function wholeLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").slice(0, -1);
  } catch {
    return [];
  }
}
