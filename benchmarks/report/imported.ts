/** Says what an imported run is made of: nobody here measured it. */
import type { Manifest } from "../results/manifest.ts";
import { html, type Html } from "../../base/html.ts";

export function renderImported({ describedBy, source, files }: NonNullable<Manifest["imported"]>): Html {
  return html`<dl class="method">
      <dt>Imported</dt>
      <dd>
        This run was recorded elsewhere and imported; its conditions are as described by ${describedBy}. Source:
        ${source}
      </dd>
      <dt>What is missing</dt>
      <dd>
        What was not recorded or described is unknown and shown as a dash. An application tells how many requests it
        answered, not how many were sent to it, and sums over answers, no single answers: there are no percentiles.
      </dd>
      <dt>Figures</dt>
      <dd>
        Means, variances and margins are over the recordings' intervals, as in runs measured here. CPU is the share of
        all pCPUs of a host that did work: 100 − %idle − %iowait − %steal by sar, the sum over all domains by xentop.
      </dd>
    </dl>
    <details>
      <summary>Files and their SHA-256</summary>
      <pre>${files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join("")}</pre>
    </details>`;
}
