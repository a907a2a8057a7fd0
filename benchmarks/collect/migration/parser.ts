/** Reads `virsh domjobinfo --completed` after a live migration (libvirt's tools/virsh-domain.c, cmdDomjobinfo). */
import { CrossbedError } from "../../../base/errors.ts";
import { linesOf } from "../recording-lines.ts";

type Unit = "text" | "ms" | "bytes" | "count";

/** virsh's label to our field and the unit that the field has. Bytes are rounded by virsh to three digits after the point of its unit. */
const labels = {
  // `Completed`, `Failed`, `Cancelled`, `None`, or of a job under way `Bounded` or `Unbounded`.
  "Job type": ["jobType", "text"],
  Operation: ["operation", "text"],
  // Why the job failed, in libvirt's words.
  "Error message": ["errorMessage", "text"],
  "Time elapsed": ["elapsedMs", "ms"],
  // Without the time that the network took, by comparing the two hosts' clocks; likewise for the downtime.
  "Time elapsed w/o network": ["elapsedWithoutNetworkMs", "ms"],
  "Time remaining": ["remainingMs", "ms"],
  // The hypervisor's: vCPUs stopped on the source until running on the destination.
  "Total downtime": ["downtimeMs", "ms"],
  "Downtime w/o network": ["downtimeWithoutNetworkMs", "ms"],
  "Expected downtime": ["expectedDowntimeMs", "ms"],
  "Setup time": ["setupMs", "ms"],
  // Sent, memory and disks.
  "Data processed": ["dataProcessedBytes", "bytes"],
  "Data remaining": ["dataRemainingBytes", "bytes"],
  "Data total": ["dataTotalBytes", "bytes"],
  "Memory processed": ["memoryProcessedBytes", "bytes"],
  "Memory remaining": ["memoryRemainingBytes", "bytes"],
  "Memory total": ["memoryTotalBytes", "bytes"],
  "Memory bandwidth": ["memoryBandwidthBytesPerSec", "bytes"],
  "Dirty rate": ["dirtyRatePagesPerSec", "count"],
  "Page size": ["pageSizeBytes", "bytes"],
  // Rounds of copying memory.
  Iteration: ["iterations", "count"],
  "Constant pages": ["constantPages", "count"],
  "Normal pages": ["normalPages", "count"],
  "Normal data": ["normalBytes", "bytes"],
  // Pages that the guest had to wait for after it ran on the destination.
  "Postcopy requests": ["postcopyRequests", "count"],
  "File processed": ["fileProcessedBytes", "bytes"],
  "File remaining": ["fileRemainingBytes", "bytes"],
  "File total": ["fileTotalBytes", "bytes"],
  "File bandwidth": ["fileBandwidthBytesPerSec", "bytes"],
  "Compression cache": ["compressionCacheBytes", "bytes"],
  "Compressed data": ["compressedBytes", "bytes"],
  "Compressed pages": ["compressedPages", "count"],
  "Compression cache misses": ["compressionCacheMisses", "count"],
  "Compression overflows": ["compressionOverflows", "count"],
  // Share of time for which the guest's vCPUs were held back.
  "Auto converge throttle": ["autoConvergeThrottlePercent", "count"],
} as const satisfies Readonly<Record<string, readonly [string, Unit]>>;

type Label = (typeof labels)[keyof typeof labels];

/** libvirt's own figures. A figure that this hypervisor does not give is absent. */
export type MigrationJob = {
  readonly [Each in Label as Each[0]]?: Each[1] extends "text" ? string : number;
};

export interface MigrationJobReport {
  readonly job: MigrationJob;
  /** `SOURCE: line N: why`. */
  readonly warnings: readonly string[];
}

/** virsh scales by 1024, also where an old one leaves the i out. */
const byteUnits = ["", "K", "M", "G", "T", "P", "E"];

/**
 * Reads what virsh printed; `source` names it for messages. Labels not listed above are passed over: libvirt adds some. Other lines,
 * and values that are not in the unit of their label, are left out with a warning.
 * @throws CrossbedError `malformed` when there is not one label of virsh's.
 */
export function readDomjobinfo(text: string, source: string): MigrationJobReport {
  const job: Partial<Record<keyof MigrationJob, string | number>> = {};
  const left: { readonly line: number; readonly why: string }[] = [];
  const lines = linesOf(text);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const warn = (why: string): number => left.push({ line: index + 1, why });
    const [, label = "", printed = ""] = /^([^:：]{1,80}?)\s?[:：](?:\s+(.*?))?\s*$/u.exec(line.slice(0, 1000)) ?? [];
    const [field, unit] = Object.hasOwn(labels, label) ? labels[label as keyof typeof labels] : [];
    if (field !== undefined) {
      const value = readValue(printed, unit);
      if (value === undefined) warn(`${label} should be in ${unit}, not ${JSON.stringify(printed)}`);
      else job[field] = value;
    } else if (label === "" || /^(?:error|warning|\d)/u.test(label)) {
      warn(`not a line of virsh domjobinfo: ${JSON.stringify(line.slice(0, 100))}`);
    }
  }
  if (Object.keys(job).length === 0) {
    throw new CrossbedError("malformed", `${left[0]?.why ?? "there is no label of virsh's"}.`, {
      where: left[0] === undefined ? source : `${source}: line ${String(left[0].line)}`,
      hint: "Give what virsh domjobinfo --completed prints, in English (LC_ALL=C).",
    });
  }
  const warnings = left.map(({ line, why }) => `${source}: line ${String(line)}: left out: ${why}`);
  if (job.jobType === undefined) warnings.push(`${source}: there is no line with the job's type`);
  return { job: job as MigrationJob, warnings };
}

function readValue(printed: string, unit: Unit): string | number | undefined {
  if (unit === "text") return printed === "" ? undefined : printed;
  const [, digits = "", word = ""] = /^(\d+(?:[.,]\d+)?)(?:\s+(\S+))?$/u.exec(printed) ?? [];
  const number = Number(digits.replace(",", "."));
  // A counter below zero is printed as nearly 2^64.
  if (digits === "" || number > Number.MAX_SAFE_INTEGER) return undefined;
  if (unit === "ms") return word === "ms" ? number : undefined;
  if (unit === "count") return word === "" || word === "pages/s" || word === "%" ? number : undefined;
  const scale = /^(?:bytes|([KMGTPE]?)i?B)(?:\/s)?$/iu.exec(word);
  return scale === null ? undefined : Math.round(number * 1024 ** byteUnits.indexOf((scale[1] ?? "").toUpperCase()));
}
