/** The conditions under which a run took place: without them its numbers mean nothing. */
import { formatDuration } from "../../../base/duration.ts";
import type { Manifest } from "../../results/manifest.ts";
import { formatNumber, formatTime, missing } from "../format.ts";
import { platformTitle } from "../../../platforms/index.ts";
import { html, type Html } from "../../../base/html.ts";
import { renderMachines } from "./machines.ts";

type Entry = readonly [name: string, value: Html | string];

export function renderConditions(manifest: Manifest): Html {
  const { scale } = manifest;
  const factor = (value: number): string => `× ${formatNumber(value, value < 1 ? 4 : 0).replace(/\.?0+$/u, "")}`;
  const ended = manifest.endedAtMs;
  const run: Entry[] = [
    ["run", code(manifest.run)],
    ["stack", manifest.stack],
    ["platform, layout", `${platformTitle(manifest.platform)}, ${manifest.layout}`],
    ["hosts of", manifest.inventory],
    ["hardware", manifest.emulated ? "emulated in software" : "real"],
    ...(manifest.imported === undefined
      ? []
      : [["imported", `conditions as described by ${manifest.imported.describedBy}`] as const]),
    ["started", formatTime(manifest.startedAtMs)],
    ["took", ended === undefined ? missing : formatDuration((ended - manifest.startedAtMs) / 1000)],
    ["ended", manifest.status],
  ];
  const plan: Entry[] = [
    ["load scale", factor(scale.load)],
    ["time scale", factor(scale.time)],
    ["core scale", factor(scale.cores)],
    ["memory scale", factor(scale.memory)],
    ["seed", told(manifest.seed)],
    ["plan digest", told(manifest.planDigest)],
    ["image digest", told(manifest.imageDigest)],
  ];
  const workload = Object.entries(manifest.workload ?? {});
  const versions = Object.entries(manifest.versions).map(([name, version]): Entry => [name, code(version)]);
  return html`<div class="cards">
      ${renderCard("Run", run)} ${renderCard("Plan and scale", plan)} ${renderCard("Workload", workload)}
      ${renderCard("Versions", versions)}
    </div>
    ${renderMachines(manifest)}
    <details>
      <summary>The stack's configuration</summary>
      <pre>${JSON.stringify(manifest.spec, null, 2)}</pre>
    </details>`;
}

function renderCard(title: string, entries: readonly Entry[]): Html {
  if (entries.length === 0) return html``;
  return html`<section class="card">
    <h3>${title}</h3>
    <dl>
      ${entries.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </section>`;
}

function told(value: string | number | undefined): Html | string {
  return value === undefined ? missing : code(String(value));
}

function code(text: string): Html {
  return html`<code>${text}</code>`;
}
