/** The machines of a run side by side: what each was, and where those of a kind differ. */
import type { Manifest } from "../../results/manifest.ts";
import { formatNumber, missing } from "../format.ts";
import { html, trusted, type Html } from "../../../base/html.ts";

interface Machine {
  readonly name: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** Hosts, simulators and guests, a table each; guests of versions that did not ask them have none. */
export function renderMachines({ hosts, simulators, guests }: Manifest): Html {
  return html`${renderKind(
    "Hosts",
    hosts.map((host) => ({
      name: host.name,
      facts: { pCPUs: formatNumber(host.pcpus), memory: memory(host.memoryMiB), ...factsOf(host) },
    })),
  )}${renderKind(
    "Simulators",
    simulators.map((machine) => ({ name: machine.name, facts: factsOf(machine) })),
  )}${renderKind(
    "Guests",
    guests.map(({ name, host, vcpus, memoryMiB, pins = [], facts }) => ({
      name,
      facts: {
        host,
        vCPUs: String(vcpus),
        memory: memory(memoryMiB),
        ...(pins.length === 0 ? {} : { "pinned to pCPUs": pins.join(", ") }),
        ...facts,
      },
    })),
  )}`;
}

/** A row a fact; one value for all where they agree, as they should. */
function renderKind(title: string, machines: readonly Machine[]): Html {
  if (machines.length === 0) return html``;
  const names = [...new Set(machines.flatMap(({ facts }) => Object.keys(facts)))];
  const rows = names.map((name) => ({ name, values: machines.map(({ facts }) => facts[name] ?? missing) }));
  return html`<details class="machines" ${trusted(title === "Hosts" ? " open" : "")}>
    <summary>${title}: ${machines.map(({ name }) => name).join(", ")}</summary>
    <div class="table" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            <th scope="col" class="text">${title}</th>
            ${machines.map(({ name }) => html`<th scope="col" class="text">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ name, values }) =>
              html`<tr>
                <th scope="row" class="text">${name}</th>
                ${
                  new Set(values).size === 1
                    ? html`<td class="text" colspan="${values.length}">${values[0]}</td>`
                    : values.map((value) => html`<td class="text">${value}</td>`)
                }
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}

function factsOf({ facts, clockOffsetMs }: Manifest["simulators"][number]): Record<string, string> {
  const clock = clockOffsetMs === undefined ? missing : `${formatNumber(clockOffsetMs, 1)} ms`;
  return { ...facts, "clock offset": clock };
}

function memory(mib: number | undefined): string {
  if (mib === undefined) return missing;
  return mib < 4096 ? `${formatNumber(mib)} MiB` : `${formatNumber(mib / 1024, 1)} GiB`;
}
