/** What the study's tables do not say: its own numbers as tables and figures, each flaw where a reader meets it. */
import { renderDocument } from "../document.ts";
import { html, type Html } from "../../../base/html.ts";
import { renderStudyCurves } from "./curves.ts";
import { rederivedText, type MarkedStudy } from "./marked.ts";
import { renderMigrationTable } from "./migration.ts";
import { renderOverviewTable, renderPrintedTable } from "./tables.ts";
import { claimText, exceptionText } from "./words.ts";

/** The whole document as text. */
export function renderThesisPage(study: MarkedStudy): string {
  return renderDocument({
    title: "What the study's tables do not say",
    sections: [
      ["claims", "Conclusions"],
      ["figures", "Figures"],
      ["loads", "Loads"],
      ["overview", "Read off curves"],
      ["migration", "Migration"],
      ["statistics", "Statistics"],
      ["notes", "Text"],
    ],
    where: html`Performance comparison of KVM and XEN for telecommunication services, master thesis, Blekinge Institute
    of Technology, 2013: every number as it was printed, held against the others. Nothing is corrected.`,
    main: html`<section class="lead">
        <p class="answer">${rederivedText(study)}</p>
      </section>
      <section id="claims">
        <h2>What the study concludes, against its own tables</h2>
        ${renderClaims(study)}
      </section>
      <section id="figures">
        <h2>Its figures, all testbeds in one plot</h2>
        ${renderStudyCurves(study, "cpu_percent")}${renderStudyCurves(study, "response_time_ms")}
      </section>
      <section id="loads">
        <h2>Tables 3.1 to 3.7: loads</h2>
        <ul class="warnings">
          ${study.loads.map(({ text }) => html`<li>${text}.</li>`)}
        </ul>
      </section>
      <section id="overview">
        <h2>Tables 4.1 to 4.6: read off curves</h2>
        ${study.overview.map(renderOverviewTable)}
      </section>
      <section id="migration">
        <h2>Table 4.7: live migration</h2>
        ${renderMigrationTable(study.notes)}
      </section>
      <section id="statistics">
        <h2>Tables 4.8 to 4.21: statistics</h2>
        ${study.statistics.map(renderPrintedTable)}
      </section>
      <section id="notes">
        <h2>Read in its text and appendix</h2>
        <ul class="warnings">
          ${study.notes.map(({ section, text }) => html`<li><b>${section}</b> ${text}.</li>`)}
        </ul>
      </section>`,
    footer: html`Made from the study's printed numbers; <code>crossbed report --thesis</code> makes it again`,
  });
}

function renderClaims({ claims }: MarkedStudy): Html {
  return html`<ul class="quotes">
    ${claims.map(
      (each) =>
        html`<li>
          ${claimText(each)}.
          ${
            each.exceptions.length === 0
              ? undefined
              : html`<details>
                  <summary>where it does not hold</summary>
                  <ul>
                    ${each.exceptions.map((exception) => html`<li>${exceptionText(exception)}</li>`)}
                  </ul>
                </details>`
          }
        </li>`,
    )}
  </ul>`;
}
