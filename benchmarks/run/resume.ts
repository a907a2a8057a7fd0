/** Going on with a run that was cut: only the cases that it lacks, as a further run. */
import { CrossbedError } from "../../base/errors.ts";
import { openRun } from "../results/reader.ts";
import { caseKey, measuredCases } from "../results/measured.ts";
import type { BenchmarkRequest } from "./request.ts";

/**
 * The request with the cases that a run was to measure and has not whole, in the request's order. The first of them gets the warm-up of a
 * first case: its programs have just started.
 * @throws CrossbedError `invalid_input` when nothing is lacking, or the run is another stack's or had other cases.
 */
export async function withCasesLeft<Request extends Pick<BenchmarkRequest, "stack" | "cases">>(
  request: Request,
  directory: string,
): Promise<Request> {
  const { manifest } = await openRun(directory);
  const measured = await measuredCases(directory);
  const refusal = (message: string, hint: string): CrossbedError =>
    new CrossbedError("invalid_input", message, { where: directory, hint });
  if (manifest.stack !== request.stack) {
    throw refusal(
      `this run is of the stack ${manifest.stack}, not of ${request.stack}.`,
      `Name a run of results/${request.stack}.`,
    );
  }
  const wanted = manifest.plannedCases.map(caseKey).filter((key) => !measured.has(key));
  const known = new Set(request.cases.map(caseKey));
  const strange = wanted.filter((key) => !known.has(key));
  if (strange.length > 0) {
    throw refusal(
      `the testbed that is up has no case ${strange.join(", ")} (case, repetition).`,
      "Its settings have changed since; bring the stack up as it was, or begin a run anew without --resume.",
    );
  }
  if (wanted.length === 0) throw refusal("every case of this run is measured.", "Begin a run anew without --resume.");
  const firstWarmUpSec = request.cases[0]?.warmUpSec ?? 0;
  const cases = request.cases
    .filter((one) => wanted.includes(caseKey(one)))
    .map((one, index) => (index === 0 ? { ...one, warmUpSec: Math.max(firstWarmUpSec, one.warmUpSec) } : one));
  return { ...request, cases };
}
