/** The page of a run's report. */
import type { RunWarning } from "../../base/warnings.ts";
import type { Analysis } from "../analysis/summarise.ts";
import type { RunReader } from "../results/reader.ts";
import type { Manifest } from "../results/manifest.ts";
import { renderDocument, type PageParts } from "./document.ts";
import { renderCpuFigure } from "./figures/cpu-load.ts";
import { emulatedMark } from "./figures/figure.ts";
import { renderPercentileFigure } from "./figures/percentiles.ts";
import { renderResponseFigure } from "./figures/response-load.ts";
import { renderTimeLine } from "./figures/time-line.ts";
import { formatRate, formatTime } from "./format.ts";
import { platformTitle } from "../../platforms/index.ts";
import { html, trusted, type Html } from "./html.ts";
import { renderLead } from "./lead.ts";
import { loadsOf, type Load, type Repetition } from "./loads.ts";
import { renderMethod } from "./method.ts";
import { renderCasesTable, renderFeasible } from "./tables/cases.ts";
import { renderConditions } from "./tables/conditions.ts";
import { hasHops, renderHopsTable } from "./tables/hops.ts";
import { renderStatisticsTable } from "./tables/statistics.ts";

/** The whole document as text. */
export function renderPage({ manifest }: Pick<RunReader, "manifest">, analysis: Analysis): string {
  const { summary } = analysis;
  const loads = loadsOf(analysis);
  const title = `${manifest.stack}: ${platformTitle(manifest.platform)} under signalling load`;
  const version = manifest.versions["crossbed"];
  return renderDocument({
    title,
    sections: sectionsOf(hasHops(loads)),
    where: renderWhere(manifest),
    main: html`${renderLead(summary, loads)}
      <section id="cases">
        <h2>What was offered and what came back</h2>
        ${renderCasesTable(summary, loads)}
      </section>
      ${
        hasHops(loads)
          ? html`<section id="migration">
              <h2>Live migration</h2>
              ${renderHopsTable(summary, loads)}
            </section>`
          : undefined
      }
      <section id="load">
        <h2>Against load</h2>
        <div class="pair">${renderCpuFigure(summary, loads)}${renderResponseFigure(summary, loads)}</div>
        ${renderPercentileFigure(summary, loads)}
      </section>
      <section id="time">
        <h2>Over time</h2>
        ${renderTimeLines(analysis, loads)}
      </section>
      <section id="statistics">
        <h2>Beside the study</h2>
        ${renderStatisticsTable(summary, loads, "cpu_percent")}${renderStatisticsTable(summary, loads, "response_time_ms")}
      </section>
      <section id="warnings">
        <h2>Warnings</h2>
        ${renderWarnings(analysis)}
      </section>
      <section id="conditions">
        <h2>Conditions</h2>
        ${renderConditions(manifest)}
      </section>
      <section id="method">
        <h2>How it was measured</h2>
        ${renderMethod()}
      </section>`,
    footer: html`Crossbed ${version} · ${manifest.run} · made from the run's own files;
      <code>crossbed report</code> makes it again`,
    generator: `Crossbed ${version ?? ""}`.trimEnd(),
  });
}

function sectionsOf(withMigration: boolean): PageParts["sections"] {
  return [
    ["cases", "Cases"],
    ...(withMigration ? [["migration", "Migration"] as const] : []),
    ["load", "Load"],
    ["time", "Time"],
    ["statistics", "Study"],
    ["warnings", "Warnings"],
    ["conditions", "Conditions"],
    ["method", "Method"],
  ];
}

function renderWhere(manifest: Manifest): Html {
  return html`${platformTitle(manifest.platform)}, layout ${manifest.layout}, on
  ${manifest.hosts.map((host) => host.name).join(" and ")} · ${formatTime(manifest.startedAtMs)}
  ${emulatedMark(manifest)}${manifest.status === "complete" ? undefined : html`<span class="mark bad">${manifest.status}</span>`}`;
}

/** The most telling repetition is open: one with an event, else the highest load that was carried, else the first. */
function renderTimeLines({ summary }: Analysis, loads: readonly Load[]): Html {
  const all = loads.flatMap((load) => load.repetitions);
  if (all.length === 0) return html`<p class="empty">No case was measured.</p>`;
  const carried = all.filter((each) => each.summary.feasible === true);
  const shown = all.find((each) => each.tally.record.events.length > 0) ?? carried.at(-1) ?? all[0];
  const name = ({ summary: each }: Repetition): Html =>
    html`case ${each.case}, repetition ${each.repetition}
      <small>${formatRate(each.offeredReqPerSec)} req/s</small> ${renderFeasible(each)}`;
  return html`<div class="lines">
    ${all.map(
      (each) =>
        html`<details name="time-line" ${each === shown ? trusted(" open") : undefined}>
          <summary>${name(each)}</summary>
          ${renderTimeLine(summary, each)}
        </details>`,
    )}
  </div>`;
}

function renderWarnings({ summary }: Analysis): Html {
  const ofCases = summary.cases.flatMap((each) =>
    each.warnings.map((warning) => ({ ...warning, case: each.case, repetition: each.repetition })),
  );
  const all = [...summary.warnings, ...ofCases];
  if (all.length === 0) return html`<p class="empty">None.</p>`;
  return html`<ul class="warnings">
    ${all.map((warning) => html`<li><b>${warningPlace(warning)}</b> ${warning.text}</li>`)}
  </ul>`;
}

function warningPlace({ about, case: name, repetition, machine }: RunWarning): string {
  const places = [
    ...(name === undefined ? [] : [`case ${name}`]),
    ...(repetition === undefined ? [] : [`repetition ${String(repetition)}`]),
    ...(machine === undefined ? [] : [machine]),
  ];
  return [...(about === "run" && places.length > 0 ? [] : [about === "other" ? "run" : about]), ...places].join(", ");
}
