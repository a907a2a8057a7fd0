/**
 * Samples as OpenMetrics text (OpenMetrics 1.0, prometheus/OpenMetrics, specification/OpenMetrics.md): every number of the measured
 * windows is a gauge with its time, for `promtool tsdb create-blocks-from openmetrics` and whatever else reads the format.
 */
import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { metrics, type MetricName } from "../../base/metrics.ts";

/** A unit as the format writes it, which ends the metric's name; counts have none. */
const units = { percent: "percent", ms: "milliseconds", "req/s": "requests_per_second", count: undefined } as const;

/** Columns of the table of samples that become labels, in this order; a null leaves its label out. */
const labelNames = [
  "run",
  "stack",
  "platform",
  "layout",
  "emulated",
  "case_name",
  "repetition",
  "host",
  "generator",
  "cluster",
  "cpu",
  "domain",
] as const;

/** Writes the table of samples; gives the number of samples. */
export async function writeOpenMetrics(connection: DuckDBConnection, file: string): Promise<number> {
  const labels = labelNames.map((name) => `${name}::VARCHAR`).join(", ");
  // A family's samples stand together, and those of one series in the order of time.
  const result = await connection.stream(
    `SELECT metric, epoch_us(time)::DOUBLE, value, ${labels} FROM samples ORDER BY metric, ${labelNames.join(", ")}, time`,
  );
  let samples = 0;
  async function* lines(): AsyncGenerator<string> {
    let family: unknown;
    for await (const rows of result.yieldRowsJs()) {
      for (const [metric, timeUs, value, ...cells] of rows) {
        const name = metric as MetricName;
        if (metric !== family) yield renderFamily(name);
        family = metric;
        samples += 1;
        yield renderSample(name, Number(timeUs) / 1e6, Number(value), cells as (string | null)[]);
      }
    }
    yield "# EOF\n";
  }
  await pipeline(Readable.from(lines()), createWriteStream(file, { flags: "wx" }));
  return samples;
}

/** `crossbed_load_response_time_mean_milliseconds` for `load.responseTime.mean`. */
export function familyName(metric: MetricName): string {
  const words = metric.replaceAll(".", "_").replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
  const unit = units[metrics[metric].unit];
  return `crossbed_${words}${unit === undefined ? "" : `_${unit}`}`;
}

function renderFamily(metric: MetricName): string {
  const { unit, meaning } = metrics[metric];
  const name = familyName(metric);
  const unitText = units[unit];
  return `# TYPE ${name} gauge\n${unitText === undefined ? "" : `# UNIT ${name} ${unitText}\n`}# HELP ${name} ${escaped(meaning)}\n`;
}

/** Labels in the order of `labelNames`; the time in seconds since 1970. */
function renderSample(metric: MetricName, timeSec: number, value: number, cells: readonly (string | null)[]): string {
  const labels = labelNames.flatMap((name, index) => {
    const cell = cells[index] ?? null;
    return cell === null ? [] : [`${name}="${escaped(cell)}"`];
  });
  return `${familyName(metric)}{${labels.join(",")}} ${String(value)} ${timeSec.toFixed(3)}\n`;
}

/** Backslash, quotation mark and line's end, in a label's value and in a help text. */
function escaped(text: string): string {
  return text.replaceAll(/[\\"]/gu, String.raw`\$&`).replaceAll("\n", String.raw`\n`);
}
