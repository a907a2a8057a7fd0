/** The collectors: a folder each. Everything that lists them or tells them apart by name follows from this object. */
import type { Collector, CpuCollector } from "./collector.ts";
import { migration } from "./migration/collector.ts";
import { ping } from "./ping/collector.ts";
import { sar } from "./sar/collector.ts";
import { stats } from "./stats/collector.ts";
import { xentop } from "./xentop/collector.ts";

export const collectors = { migration, ping, sar, stats, xentop } as const satisfies Readonly<
  Record<string, Collector>
>;

/** The collectors that measure a host's CPU; a platform's record names one of them. */
export type CpuTool = {
  [Name in keyof typeof collectors]: (typeof collectors)[Name] extends CpuCollector ? Name : never;
}[keyof typeof collectors];

/** Their names, for schemas and messages. */
export const cpuTools = Object.entries<Collector>(collectors).flatMap(([name, collector]) =>
  "readHost" in collector ? [name] : [],
) as [CpuTool, ...CpuTool[]];

/** The collector of a host's CPU that a platform's record names. */
export function cpuToolOf(name: string): CpuTool {
  const tool = cpuTools.find((each) => each === name);
  if (tool === undefined) throw new RangeError(`there is no collector ${name} of a host's CPU`);
  return tool;
}
