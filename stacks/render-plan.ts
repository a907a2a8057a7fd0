/** The plan as text: what `crossbed plan` prints and what `pulumi preview` shows. */
import type { TestbedPlan } from "./plan.ts";

/** Columns padded to their widest cell, two spaces apart. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(widest[index] ?? 0, cell.length)),
    [],
  );
  return rows.map((row) => `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`.trimEnd());
}

/** At most four significant digits, without trailing zeros. */
const figure = (value: number): string => String(Number(value.toPrecision(4)));

/** Guests, placement, vCPUs, memory, addresses, disks, cases, minutes, digest. */
export function renderPlan(plan: TestbedPlan): string {
  const { scale, benchmark } = plan;
  const isScaled = Object.values(scale).some((factor) => factor !== 1);
  const machines =
    plan.guests.length === 0
      ? table([
          ["node", "host", "role"],
          ...plan.workload.nodes.map((node) => [node.name, node.machine, node.preferred]),
        ])
      : table([
          ["guest", "host", "role", "vCPUs", "memory", "pinned to", "addresses", "disk"],
          ...plan.guests.map((guest) => [
            guest.name,
            guest.host,
            guest.role,
            String(guest.vcpus),
            `${String(guest.memoryMiB)} MiB`,
            guest.pins.length === 0 ? "-" : guest.pins.map((pin) => pin.pcpu).join(","),
            guest.interfaces.map((card) => card.address).join(" "),
            `LUN ${plan.storage?.shared?.role ?? "-"} (${plan.storage?.shared?.wwid ?? "-"})`,
          ]),
        ]);
  return [
    `stack ${plan.stack}: ${plan.platform}, ${plan.layout.name}, on ${plan.rack}${plan.emulated ? " (emulated)" : ""}`,
    ...(isScaled
      ? [
          `scale: cores ${figure(scale.cores)}, memory ${figure(scale.memory)}, load ${figure(scale.load)}, time ${figure(scale.time)}`,
        ]
      : []),
    ...machines,
    ...table([
      ["case", "repetition", "req/s", "study's req/s", "warm-up", "measured"],
      ...benchmark.cases.map((planned) => [
        planned.case,
        String(planned.repetition),
        figure(planned.offeredReqPerSec),
        figure(planned.nominalReqPerSec),
        `${String(planned.warmUpSec)} s`,
        `${String(planned.measuredSec)} s`,
      ]),
    ]),
    `workload ${plan.workload.settings.kind}: ${[...plan.workload.services, ...plan.workload.generators].map(({ name, machine }) => `${name} on ${machine}`).join(", ")}`,
    `benchmark: ${figure(benchmark.minutes)} minutes, seed ${String(benchmark.seed)}`,
    ...plan.warnings.map((warning) => `warning: ${warning.text}`),
    `digest: ${plan.digest}`,
  ].join("\n");
}
