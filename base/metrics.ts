/** Every metric that a sample may carry, with its unit and meaning. Comparisons join on these names. */
export const metrics = {
  "host.cpu.user": { unit: "percent", meaning: "sar: time in user space, nice and guest time within" },
  "host.cpu.nice": { unit: "percent", meaning: "sar: niced user time" },
  "host.cpu.system": { unit: "percent", meaning: "sar: time in the kernel, interrupts within" },
  "host.cpu.iowait": { unit: "percent", meaning: "sar: idle while a disk request was outstanding" },
  "host.cpu.steal": { unit: "percent", meaning: "sar: wanted to run while the hypervisor served others" },
  "host.cpu.idle": { unit: "percent", meaning: "sar: idle" },
  "host.cpu.busy": { unit: "percent", meaning: "share of all pCPUs that did work: 100 - idle - iowait - steal" },
  "xen.domain.cpu": { unit: "percent", meaning: "xentop: CPU of one domain, 100 for one pCPU" },
  "xen.host.cpu": { unit: "percent", meaning: "xentop: sum over domains / (pCPUs * 100) * 100" },
  "load.sent": { unit: "count", meaning: "requests sent in the interval, retransmissions not counted" },
  "load.succeeded": { unit: "count", meaning: "requests answered in the interval" },
  "load.failed": { unit: "count", meaning: "requests given up in the interval" },
  "load.retransmissions": { unit: "count", meaning: "requests sent again after a time-out" },
  "load.duplicates": { unit: "count", meaning: "answers that came a second time" },
  "load.throughput": { unit: "req/s", meaning: "answered requests per second of the interval" },
  "load.responseTime.mean": { unit: "ms", meaning: "mean over the interval, from the intended send time" },
  "load.responseTime.min": { unit: "ms", meaning: "least of the interval" },
  "load.responseTime.max": { unit: "ms", meaning: "greatest of the interval" },
  "service.gap": { unit: "ms", meaning: "longest time without an answer while requests were due" },
} as const satisfies Record<string, { unit: "percent" | "count" | "req/s" | "ms"; meaning: string }>;

export type MetricName = keyof typeof metrics;
