/**
 * Figures as files: what a figure draws is compared with `snapshots/<name>.svg`. Where they differ, or there is no such file,
 * the drawing is left beside it as `<name>.changed.svg` and the test fails. Look at that file, then move it over the old one.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { expect, vi } from "vitest";
import { analyseRun } from "../../benchmarks/analysis/summarise.ts";
import { loadsOf, type Load } from "../../benchmarks/report/loads.ts";
import type { Html } from "../../base/html.ts";
import { openRun } from "../../benchmarks/results/reader.ts";
import type { Summary } from "../../benchmarks/results/summary.ts";
import { syntheticCase, syntheticStartMs, writeSyntheticRun } from "./synthetic-run.ts";

const project = join(import.meta.dirname, "../..");
const snapshots = join(project, "test/unit/benchmarks/report/figures/snapshots");

/** Two loads, the second beyond what the service carries, the first with a fail-over in its second repetition. */
export async function figureData(): Promise<{ readonly summary: Summary; readonly loads: readonly Load[] }> {
  const cases = [1, 2, 3, 4].map((number) =>
    syntheticCase({
      case: number < 3 ? "2.3.2" : "kvm-6core-9450",
      repetition: number < 3 ? number : number - 2,
      ...(number < 3
        ? { nominalReqPerSec: 2250, offeredReqPerSec: 45 }
        : { nominalReqPerSec: 9450, offeredReqPerSec: 189 }),
      seed: number,
      startMs: syntheticStartMs + number * 100_000,
      measuredIntervals: 6,
      ...(number === 2 ? { gapAt: 3 } : {}),
    }),
  );
  const root = mkdtempSync(join(tmpdir(), "crossbed-figures-"));
  try {
    const analysis = await analyseRun(await openRun(await writeSyntheticRun(root, cases)));
    return { summary: analysis.summary, loads: loadsOf(analysis) };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Compares the drawings in what `render` gives with `<name>.svg`, and with `<name>-2.svg` and so on where there are several. */
export function expectFigure(name: string, render: () => Html): void {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const drawings = render().text.match(/<svg[\s\S]*?<\/svg>/gu) ?? [];
  expect(warn.mock.calls, `${name}: the drawing warns of nothing`).toEqual([]);
  warn.mockRestore();
  expect(drawings, `${name}: something is drawn`).not.toEqual([]);
  const changed = drawings.flatMap((drawing, index) =>
    changeOf(index === 0 ? name : `${name}-${String(index + 1)}`, drawing),
  );
  expect(changed, "look at each new drawing, then accept it with mv or mend the figure").toEqual([]);
}

/** What says how the drawing differs from its file; nothing when it does not. */
function changeOf(name: string, drawing: string): string[] {
  const [kept, left] = [join(snapshots, `${name}.svg`), join(snapshots, `${name}.changed.svg`)];
  const lines = normalised(drawing);
  rmSync(left, { force: true });
  const before = existsSync(kept) ? readFileSync(kept, "utf8").trimEnd().split("\n") : [];
  const at = lines.findIndex((line, index) => line !== before[index]);
  if (at === -1 && lines.length === before.length) return [];
  writeFileSync(left, `${lines.join("\n")}\n`);
  const line = at === -1 ? lines.length : at;
  const where = `mv ${relative(project, left)} ${relative(project, kept)}`;
  return [`${where}: line ${String(line + 1)} was ${before[line] ?? "nothing"}, is ${lines[line] ?? "nothing"}`];
}

/** One element a line, attributes rounded to a tenth of a pixel, no style, ids counted from 1, classes by one name. */
function normalised(drawing: string): string[] {
  const ids: string[] = [];
  const idOf = (id: string): string => `id-${String(ids.indexOf(id) + 1)}`;
  for (const [id] of drawing.matchAll(/(?<= id=")[^"]+/gu)) ids.push(id);
  return drawing
    .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    .replaceAll(/<style>[\s\S]*?<\/style>/gu, "")
    .replaceAll(/<[^>]+>/gu, (tag) => tag.replaceAll(/-?\d+\.\d+(?:e-?\d+)?/gu, rounded))
    .replaceAll(/(?<= id=")[^"]+|(?<=url\(#)[^)]+/gu, idOf)
    .replaceAll(/(?<=class=")plot-\w+/gu, "plot")
    .replaceAll(/>\s*(?=<(?!\/(?:text|title|tspan)))/gu, ">\n")
    .split("\n");
}

/** Opacities lie below 1 and keep two digits. */
function rounded(text: string): string {
  const value = Number(text);
  return String(Number(value.toFixed(Math.abs(value) < 1 ? 2 : 1)));
}
