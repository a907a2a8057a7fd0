/** The page of a run's report. */
import type { RunWarning } from "../../base/warnings.ts";
import type { Analysis } from "../analysis/summarise.ts";
import type { RunReader } from "../results/reader.ts";
import type { Manifest } from "../results/manifest.ts";
import { renderDocument } from "./document.ts";
import { renderCpuFigure } from "./figures/cpu-load.ts";
import { emulatedMark } from "./figures/figure.ts";
import { renderPercentileFigure } from "./figures/percentiles.ts";
import { renderResponseFigure } from "./figures/response-load.ts";
import { renderTimeLine } from "./figures/time-line.ts";
import { formatRate, formatTime } from "./format.ts";
import { platformTitle } from "../../platforms/index.ts";
import { html, trusted, type Html } from "../../base/html.ts";
import { renderLead } from "./lead.ts";
import { loadsOf, type Load, type Repetition } from "./loads.ts";
import { renderImported } from "./imported.ts";
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
  const sections = sectionsOf(manifest, analysis, loads);
  return renderDocument({
    title,
    sections: sections.map(({ id, name }) => [id, name]),
    where: renderWhere(manifest),
    main: html`${renderLead(summary, loads)}
    ${sections.map(
      ({ id, heading, body }) =>
        html`<section id="${id}">
          <h2>${heading}</h2>
          ${body}
        </section>`,
    )}`,
    footer: html`Crossbed ${version} · ${manifest.run} · made from the run's own files;
      <code>crossbed report</code> makes it again`,
    generator: `Crossbed ${version ?? ""}`.trimEnd(),
  });
}

interface Section {
  readonly id: string;
  /** In the page's list of sections. */
  readonly name: string;
  readonly heading: string;
  readonly body: Html;
}

function sectionsOf(manifest: Manifest, analysis: Analysis, loads: readonly Load[]): Section[] {
  const { summary } = analysis;
  const section = (id: string, name: string, heading: string, body: Html): Section => ({ id, name, heading, body });
  return [
    section("cases", "Cases", "What was offered and what came back", renderCasesTable(summary, loads)),
    ...(hasHops(loads) ? [section("migration", "Migration", "Live migration", renderHopsTable(summary, loads))] : []),
    section(
      "load",
      "Load",
      "Against load",
      html`<div class="pair">${renderCpuFigure(summary, loads)}${renderResponseFigure(summary, loads)}</div>
        ${renderPercentileFigure(summary, loads)}`,
    ),
    section("time", "Time", "Over time", renderTimeLines(analysis, loads)),
    section(
      "statistics",
      "Study",
      "Beside the study",
      html`${renderStatisticsTable(summary, loads, "cpu_percent")}${renderStatisticsTable(summary, loads, "response_time_ms")}`,
    ),
    section("warnings", "Warnings", "Warnings", renderWarnings(analysis)),
    section("conditions", "Conditions", "Conditions", renderConditions(manifest)),
    section(
      "method",
      "Method",
      "How it was measured",
      manifest.imported === undefined ? renderMethod() : renderImported(manifest.imported),
    ),
  ];
}

function renderWhere(manifest: Manifest): Html {
  return html`${platformTitle(manifest.platform)}, layout ${manifest.layout}, on
  ${manifest.hosts.map((host) => host.name).join(" and ")} · ${formatTime(manifest.startedAtMs)}
  ${emulatedMark(manifest)}${manifest.imported === undefined ? undefined : html`<span class="mark unknown">imported; conditions as described by ${manifest.imported.describedBy}</span>`}${manifest.status === "complete" ? undefined : html`<span class="mark bad">${manifest.status}</span>`}`;
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
