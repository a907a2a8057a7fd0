/** The answers of a study as JSON for scripts. */
import { plainNoise } from "../comparison/noise.ts";
import type { StudyReport } from "./study.ts";
import { objectionText } from "./objections.ts";
import { answerText, headlineOf, questionTexts, testbedName } from "./words.ts";

/** Sides are named as in the texts; `estimate` and `interval` are in the measure's unit, or shares for a ratio. */
export function studyDocument({ runs, testbeds, questions, crossings, missing, emulated, noise }: StudyReport) {
  return {
    runs: runs.map(({ manifest }) => ({ run: manifest.run, stack: manifest.stack, status: manifest.status })),
    testbeds: testbeds.map(({ platform, layout, emulated: isEmulated }) => ({
      platform,
      layout,
      emulated: isEmulated,
    })),
    emulated,
    questions: questions.map((question) => ({
      number: question.number,
      question: questionTexts[question.kind],
      answer: headlineOf(question),
      comparisons: question.answers.map((answer) => {
        const { effect, adjustedP, conclusion } = answer;
        const { measure, scale, unit, estimate, interval, vagueFreedom, delta, p } = effect;
        return {
          ...{ base: testbedName(effect.base), other: testbedName(effect.other), measure, scale, observation: unit },
          loads: effect.loads.map(({ load, base, other }) => ({ ...load, base, other })),
          ...{ estimate: estimate ?? null, interval: interval ?? null, delta: delta ?? null, p, adjustedP, conclusion },
          ...(vagueFreedom === undefined ? {} : { vagueFreedom }),
          text: answerText(answer),
        };
      }),
      against: question.objections.map(objectionText),
    })),
    crossings: crossings.map(({ left, right, ...crossing }) => ({
      left: testbedName(left),
      right: testbedName(right),
      ...crossing,
    })),
    missing,
    noise: noise.map(plainNoise),
  };
}
