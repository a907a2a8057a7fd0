/** The answers of a study for a terminal. */
import { noiseLines } from "../comparison/noise.ts";
import type { StudyReport } from "./study.ts";
import { objectionText } from "./objections.ts";
import { answerText, crossingText, headlineOf, isShown, questionTexts } from "./words.ts";
import { emulatedNote } from "../titles.ts";

/** Several lines without a line's end. */
export function renderStudyText({ questions, crossings, missing, emulated, noise }: StudyReport): string {
  const shown = crossings.filter(isShown);
  const lines = [
    ...(emulated ? [emulatedNote] : []),
    ...questions.flatMap((question) => {
      const isRepeated = question.kind === "significance";
      return [
        "",
        `${String(question.number)}. ${questionTexts[question.kind]}`,
        `  ${headlineOf(question)}`,
        ...(isRepeated ? [] : question.answers.map((answer) => `  - ${answerText(answer)}`)),
        ...(isRepeated ? [] : question.objections.map((objection) => `  but: ${objectionText(objection)}`)),
      ];
    }),
    ...(crossings.length === 0 ? [] : ["", "where trends cross:"]),
    ...shown.map((each) => `  ${crossingText(each)}.`),
    ...(shown.length === crossings.length
      ? []
      : [
          `  crossings of the lines that the data do not show, on the page: ${String(crossings.length - shown.length)}`,
        ]),
    "",
    ...noiseLines(noise),
    ...(missing.length === 0 ? [] : ["", "missing:", ...missing.map((text) => `  ${text}`)]),
  ];
  // A terminal may not have the thin space between thousands.
  return lines.join("\n").replaceAll("\u202F", "").trimStart();
}
