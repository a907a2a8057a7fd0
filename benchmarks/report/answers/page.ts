/** The report of a study: its four questions answered, and everything that the answers rest on. */
import type { Question } from "../../analysis/study/questions.ts";
import type { Objection } from "../../analysis/study/objections.ts";
import { noiseTitle, renderNoise } from "../comparison/noise.ts";
import { renderDocument } from "../document.ts";
import { emulatedMark } from "../figures/figure.ts";
import { html, type Html } from "../../../base/html.ts";
import { renderTable, type ColumnGroup } from "../tables/table.ts";
import { formatTime } from "../format.ts";
import { markStudy } from "../thesis/marked.ts";
import { renderStudyCurves } from "../thesis/curves.ts";
import { platformTitle } from "../../../platforms/index.ts";
import { renderTrends } from "./curves.ts";
import { renderLoadTables } from "./loads.ts";
import { renderMigrations } from "./migration.ts";
import { objectionText } from "./objections.ts";
import { renderStatistics } from "./statistics.ts";
import type { StudyReport } from "./study.ts";
import { answerText, capital, crossingText, headlineOf, isShown, questionTexts } from "./words.ts";

const sections = [
  ["answers", "Answers"],
  ["loads", "Loads"],
  ["figures", "Figures"],
  ["crossings", "Crossings"],
  ["migration", "Migration"],
  ["statistics", "Statistics"],
  ["noise", "Noise"],
  ["missing", "Missing"],
  ["runs", "Runs"],
] as const;

/** The whole document as text. */
export function renderStudyPage(report: StudyReport): string {
  const { runs, testbeds, emulated } = report;
  const platforms = [...new Set(testbeds.map(({ platform }) => platformTitle(platform)))];
  return renderDocument({
    title: capital(`${platforms.join(", ")} under signalling load`),
    sections,
    where: html`${testbeds.length} testbeds, ${runs.length} runs ${emulatedMark({ emulated })}`,
    main: html`<section id="answers" class="lead">
        <h2>The four questions</h2>
        <p>
          An effect is the mean over all loads that both testbeds carried, its interval that of this one comparison.
          What is shown holds for all comparisons of a question together.
        </p>
        ${report.questions.map((question) => renderQuestion(question, emulated))}
      </section>
      <section id="loads">
        <h2>Which loads were carried</h2>
        ${renderLoadTables(testbeds, emulated)}
      </section>
      <section id="figures">
        <h2>Against load</h2>
        ${renderTrends(testbeds, "cpu", "%", emulated)} ${renderTrends(testbeds, "mean", "ms", emulated)}
        ${renderTrends(testbeds, "p99", "ms", emulated)}
        <h2>The study's own, on other hardware</h2>
        ${renderStudyCurves(markStudy(), "cpu_percent")} ${renderStudyCurves(markStudy(), "response_time_ms")}
      </section>
      <section id="crossings">
        <h2>Where trends cross</h2>
        ${renderCrossings(report)}
      </section>
      <section id="migration">
        <h2>Live migration</h2>
        ${renderMigrations(testbeds, emulated)}
      </section>
      <section id="statistics">
        <h2>Every load</h2>
        ${(["cpu", "mean", "p99"] as const).map((measure) => renderStatistics(testbeds, measure, emulated))}
      </section>
      <section id="noise">
        <h2>${noiseTitle} ${emulatedMark({ emulated })}</h2>
        ${renderNoise(report.noise)}
      </section>
      <section id="missing">
        <h2>What is missing</h2>
        ${renderList(report.missing, "Nothing: every testbed of the study has a complete run.")}
      </section>
      <section id="runs">
        <h2>Runs</h2>
        ${renderRuns(report)}
      </section>`,
    footer: html`Made from the runs' own files; <code>crossbed report --study</code> makes it again. What is wrong with
      the study's own numbers: <code>crossbed report --thesis</code>`,
  });
}

function renderQuestion(question: Question & { readonly objections: readonly Objection[] }, emulated: boolean): Html {
  const { number, kind, answers, objections } = question;
  // Questions two and three rest on the same comparisons: they stand once.
  const isRepeated = kind === "significance";
  return html`<article class="question" aria-labelledby="question-${number}">
    <h3 id="question-${number}">${number}. ${questionTexts[kind]} ${emulatedMark({ emulated })}</h3>
    <p class="answer">${headlineOf(question)}</p>
    ${
      isRepeated || answers.length === 0
        ? undefined
        : html`<ul class="evidence">
            ${answers.map((answer) => html`<li>${answerText(answer)}</li>`)}
          </ul>`
    }
    ${
      isRepeated || objections.length === 0
        ? isRepeated
          ? html`<p class="evidence">The comparisons, and what speaks against them, are those of question 2.</p>`
          : undefined
        : html`<h4>What speaks against it</h4>
            <ul class="warnings">
              ${objections.map((objection) => html`<li>${objectionText(objection)}</li>`)}
            </ul>`
    }
  </article>`;
}

function renderCrossings({ crossings, emulated }: StudyReport): Html {
  const textsOf = (of: StudyReport["crossings"]): string[] => of.map((crossing) => `${crossingText(crossing)}.`);
  const shown = crossings.filter(isShown);
  const open = crossings.filter((each) => !isShown(each));
  return html`<p>
      Of straight lines between means, at loads that both testbeds carried ${emulatedMark({ emulated })}. The interval
      is a parametric bootstrap with the spread from repetition to repetition.
    </p>
    ${renderList(textsOf(shown), "No crossing of two of them is shown.")}
    ${
      open.length === 0
        ? undefined
        : html`<details>
            <summary>Crossings of the lines that the data do not show: ${open.length}</summary>
            ${renderList(textsOf(open), "")}
          </details>`
    }`;
}

function renderList(texts: readonly string[], empty: string): Html {
  if (texts.length === 0) return html`<p class="empty">${empty}</p>`;
  return html`<ul class="evidence">
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul>`;
}

type RunRow = StudyReport["runs"][number];

const runColumns: readonly ColumnGroup<RunRow>[] = [
  {
    title: "",
    columns: [
      { title: "run", cell: ({ manifest }) => html`<code>${manifest.run}</code>`, isText: true },
      { title: "stack", cell: ({ manifest }) => manifest.stack, isText: true },
      { title: "platform", cell: ({ manifest }) => platformTitle(manifest.platform), isText: true },
      { title: "layout", cell: ({ manifest }) => manifest.layout, isText: true },
      { title: "ended", cell: ({ manifest }) => manifest.status, isText: true },
      { title: "started", cell: ({ manifest }) => formatTime(manifest.startedAtMs), isText: true },
      { title: "load scale", cell: ({ manifest }) => String(manifest.scale.load) },
      {
        title: "cases",
        hint: "repetitions that are over",
        cell: ({ analysis }) => String(analysis.summary.cases.length),
      },
    ],
  },
];

function renderRuns({ runs, emulated }: StudyReport): Html {
  const text = { title: "Runs", note: "Each has a report of its own beside its data.", empty: "None." };
  return renderTable({ emulated }, text, runColumns, runs);
}
