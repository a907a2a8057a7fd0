/** The figures of a study as its journal and its runs have them now. */
import { runsOfJournal } from "../../benchmarks/results/study-runs.ts";
import { readProgress } from "../run.ts";
import { studyFigures, type Figure } from "./figures.ts";
import { liveIntervals } from "./live.ts";

/** `directory` and `results` as in `StudyRunArgs`. @throws CrossbedError as `readJournal` does. */
export async function figuresOfStudy(directory: string, results: string): Promise<Figure[]> {
  const { record, progress } = await readProgress(directory, results, true);
  const last = record.events.at(-1);
  const isMeasuring = last?.line === "begin" && last.step === "bench";
  const run = isMeasuring
    ? (await runsOfJournal(record, results)).findLast(({ block }) => block === last.block)
    : undefined;
  const live = run === undefined ? [] : await liveIntervals(run.directory);
  return studyFigures(record, progress, live, Date.now());
}
