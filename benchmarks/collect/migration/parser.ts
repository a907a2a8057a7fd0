/** Reads `virsh domjobinfo --completed` after a live migration (libvirt's tools/virsh-domain.c, cmdDomjobinfo). */
import { CrossbedError } from "../../../base/errors.ts";

/** libvirt's own figures. A figure that this hypervisor does not give is absent. */
export interface MigrationJob {
  readonly jobType: string;
  readonly operation?: string;
  /** From the start of the job to its end. */
  readonly elapsedMs?: number;
  /** The hypervisor's downtime: vCPUs stopped on the source until running on the destination. */
  readonly downtimeMs?: number;
  readonly expectedDowntimeMs?: number;
  readonly setupMs?: number;
  /** Bytes sent, memory and disks; virsh rounds to three digits after the point of its unit. */
  readonly dataProcessedBytes?: number;
  readonly dataTotalBytes?: number;
  readonly memoryProcessedBytes?: number;
  readonly memoryRemainingBytes?: number;
  readonly memoryTotalBytes?: number;
  readonly memoryBandwidthBytesPerSec?: number;
  readonly dirtyRatePagesPerSec?: number;
  readonly pageSizeBytes?: number;
  /** Rounds of copying memory. */
  readonly iterations?: number;
  readonly constantPages?: number;
  readonly normalPages?: number;
  readonly normalBytes?: number;
  readonly postcopyRequests?: number;
}

/** virsh's label to our field and the unit that the field has. */
const labels: Readonly<Record<string, readonly [keyof MigrationJob, "text" | "ms" | "bytes" | "count"]>> = {
  "Job type": ["jobType", "text"],
  Operation: ["operation", "text"],
  "Time elapsed": ["elapsedMs", "ms"],
  "Total downtime": ["downtimeMs", "ms"],
  "Expected downtime": ["expectedDowntimeMs", "ms"],
  "Setup time": ["setupMs", "ms"],
  "Data processed": ["dataProcessedBytes", "bytes"],
  "Data total": ["dataTotalBytes", "bytes"],
  "Memory processed": ["memoryProcessedBytes", "bytes"],
  "Memory remaining": ["memoryRemainingBytes", "bytes"],
  "Memory total": ["memoryTotalBytes", "bytes"],
  "Memory bandwidth": ["memoryBandwidthBytesPerSec", "bytes"],
  "Dirty rate": ["dirtyRatePagesPerSec", "count"],
  "Page size": ["pageSizeBytes", "bytes"],
  Iteration: ["iterations", "count"],
  "Constant pages": ["constantPages", "count"],
  "Normal pages": ["normalPages", "count"],
  "Normal data": ["normalBytes", "bytes"],
  "Postcopy requests": ["postcopyRequests", "count"],
};

/** virsh scales by 1024: vshPrettyCapacity. */
const byteUnits = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

/**
 * Parses what virsh printed; `source` names it for messages. Labels not listed above are passed over: libvirt adds some.
 * @throws CrossbedError `malformed` with the line for anything that is not `Label: value`, or a value without its unit.
 */
export function parseDomjobinfo(text: string, source: string): MigrationJob {
  const job: Partial<Record<keyof MigrationJob, string | number>> = {};
  for (const [index, line] of text.split(/\r?\n/u).entries()) {
    if (line.trim() === "") continue;
    const [, label = "", printed = ""] = /^([A-Z][^:]*):\s+(.*?)\s*$/u.exec(line) ?? [];
    if (label === "") throw malformed(source, index + 1, `not a line of virsh domjobinfo: ${JSON.stringify(line)}.`);
    const [field, unit] = labels[label] ?? [];
    if (field === undefined || unit === undefined) continue;
    const value = readValue(printed, unit);
    if (value === undefined)
      throw malformed(source, index + 1, `${label} should be in ${unit}, not ${JSON.stringify(printed)}.`);
    job[field] = value;
  }
  if (typeof job.jobType !== "string") throw malformed(source, 1, "there is no line with the job's type.");
  return job as MigrationJob;
}

function readValue(printed: string, unit: "text" | "ms" | "bytes" | "count"): string | number | undefined {
  if (unit === "text") return printed;
  const [, digits = "", word = ""] = /^(\d+(?:\.\d+)?)(?:\s+(\S+))?$/u.exec(printed) ?? [];
  if (digits === "") return undefined;
  if (unit === "ms") return word === "ms" ? Number(digits) : undefined;
  if (unit === "count") return word === "" || word === "pages/s" ? Number(digits) : undefined;
  const power = byteUnits.indexOf(word === "B" || word === "B/s" ? "bytes" : word.replace(/\/s$/u, ""));
  return power < 0 ? undefined : Math.round(Number(digits) * 1024 ** power);
}

function malformed(source: string, line: number, message: string): CrossbedError {
  return new CrossbedError("malformed", message, {
    where: `${source}: line ${line}`,
    hint: "Give what virsh domjobinfo --completed prints, in English (LC_ALL=C).",
  });
}
