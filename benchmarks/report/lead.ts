/** Writes what a reader needs who reads no further: the answer in a sentence, four figures, and what forbids trusting them. */
import { mean } from "simple-statistics";
import { msToSec } from "../../base/units.ts";
import type { Summary, SummaryCase } from "../results/summary.ts";
import { formatMs, formatNumber, formatRate, missing } from "./format.ts";
import { platformTitle } from "../../platforms/index.ts";
import { html, type Html } from "../../base/html.ts";
import { answersOf, type Load } from "./loads.ts";

export function renderLead(summary: Summary, loads: readonly Load[]): Html {
  const carried = loads.filter((load) => load.isFeasible === true);
  const best = carried.at(-1);
  const repetitions = loads.flatMap((load) => load.repetitions.map((each) => each.summary));
  const sum = (field: "sent" | "failed"): number | null =>
    repetitions.reduce<number | null>(
      (total, { [field]: count }) => (total === null || count === null ? null : total + count),
      0,
    );
  const cpu = (best?.repetitions ?? []).flatMap(({ summary: each }) => each.cpuPercent?.mean ?? []);
  const distribution = best === undefined ? undefined : answersOf(best).distribution();
  return html`<section class="lead">
    <p class="answer">${renderAnswer(summary, loads, carried)} ${renderHops(repetitions)}</p>
    ${renderCautions(summary)}
    <div class="tiles">
      ${renderTile("highest load carried", formatRate(best?.offeredReqPerSec), "req/s", best === undefined ? "none of those offered" : `the study's ${formatRate(best.nominalReqPerSec)} req/s`)}
      ${renderTile("CPU at that load", cpu.length === 0 ? missing : formatNumber(mean(cpu), 1), "%", "of the active host's pCPUs")}
      ${renderTile("response time at that load", formatMs(distribution?.p50), "ms", `median; p99 ${formatMs(distribution?.p99)} ms`)}
      ${renderTile("requests", formatNumber(sum("sent")), "", `${formatNumber(sum("failed"))} failed, in ${formatNumber(repetitions.length)} repetitions`)}
    </div>
  </section>`;
}

function renderAnswer({ platform, status }: Summary, loads: readonly Load[], carried: readonly Load[]): Html {
  const title = platformTitle(platform);
  const name = `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`;
  if (loads.length === 0) return html`Nothing was measured: the run is ${status}.`;
  const best = carried.at(-1);
  const count = `${formatNumber(carried.length)} of ${formatNumber(loads.length)} loads`;
  if (loads.every((load) => load.isFeasible === undefined)) return html`No load was measured to its end.`;
  if (best === undefined) return html`${name} carried <strong>${count}</strong>.`;
  const isRefused = (load: Load): boolean => load.isFeasible === false;
  const limit = loads.find((load) => isRefused(load) && load.offeredReqPerSec > best.offeredReqPerSec);
  const below = loads.filter((load) => isRefused(load) && load.offeredReqPerSec < best.offeredReqPerSec);
  const names = below.map((load) => `${formatRate(load.offeredReqPerSec)} req/s`).join(", ");
  return html`${name} carried <strong>${count}</strong>, up to
    <strong>${formatRate(best.offeredReqPerSec)} req/s</strong
    >${limit === undefined ? html`; no limit was met.` : html` and not <strong>${formatRate(limit.offeredReqPerSec)} req/s</strong>.`}
    ${below.length === 0 ? undefined : html`At ${names} a repetition fell short, as told below.`}`;
}

/** How many guests arrived, how long that took, and how long nobody was served. */
function renderHops(repetitions: readonly SummaryCase[]): Html | undefined {
  const hops = repetitions.flatMap((each) => each.hops ?? []);
  const totals = hops.flatMap(({ failure, totalMs }) => (failure === undefined ? [msToSec(totalMs)] : []));
  if (hops.length === 0) return undefined;
  const count = html`<strong>${formatNumber(totals.length)} of ${formatNumber(hops.length)}</strong> live migrations
    arrived`;
  if (totals.length === 0) return html`${count}.`;
  const longest = Math.max(...hops.map((hop) => hop.serviceDowntimeMs ?? 0));
  // An absence whose end nobody saw may have been longer than all the others.
  const isOpen = hops.some(({ openDowntimes = [] }) => openDowntimes.includes("service"));
  const away = isOpen
    ? html`for at least <strong>${formatMs(longest)} ms</strong>, and nobody saw its end`
    : html`for <strong>${formatMs(longest)} ms</strong> at most`;
  return html`${count}, in ${formatNumber(Math.min(...totals), 1)} to ${formatNumber(Math.max(...totals), 1)} s; the
  service was away ${away}.`;
}

function renderCautions(summary: Summary): Html {
  const cautions: Html[] = [];
  if (summary.emulated) {
    cautions.push(
      html`<p class="caution emulated">
        <b>Emulated.</b> The hosts of this run are software, not hardware. Everything works as on servers, at another
        speed: these figures say that the testbed measures, not how fast ${platformTitle(summary.platform)} is.
      </p>`,
    );
  }
  if (summary.status !== "complete") {
    const how =
      summary.status === "running"
        ? "did not end: its process was killed, or is still at work"
        : `was ${summary.status}`;
    cautions.push(
      html`<p class="caution bad"><b>Not complete.</b> This run ${how}. Shown is what was measured until then.</p>`,
    );
  }
  return html`${cautions}`;
}

function renderTile(name: string, value: string, unit: string, note: string): Html {
  return html`<div class="tile">
    <div class="name">${name}</div>
    <div class="value">${value}${unit === "" ? undefined : html` <small>${unit}</small>`}</div>
    <div class="note">${note}</div>
  </div>`;
}
