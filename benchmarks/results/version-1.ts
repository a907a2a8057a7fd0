/**
 * Translates directories of version 1 into the names of version 2. In version 1, rates had no unit in their names, a generator reported
 * only the greatest of its own errors, and late answers counted in the totals alone. Samples and histograms are the same.
 */
import { isRecord } from "../../base/json.ts";
import { resultVersion } from "./version.ts";

type Document = Readonly<Record<string, unknown>>;

const newNames: Readonly<Record<string, string>> = {
  nominalRate: "nominalReqPerSec",
  offeredRate: "offeredReqPerSec",
  sentRate: "sentReqPerSec",
  achievedRate: "achievedReqPerSec",
  cpuOverhead: "cpuOverheadPoints",
};

export const version1 = {
  manifest: (document: unknown): unknown =>
    changed(document, (manifest) => ({
      ...manifest,
      version: resultVersion,
      plannedCases: eachOf(manifest["plannedCases"], renamed),
    })),

  /** A line of `cases.jsonl`. */
  caseRecord: (document: unknown): unknown =>
    changed(document, (record) => ({
      ...renamed(record),
      generators: eachOf(record["generators"], ({ maxLagMs, ...generator }) => ({
        ...generator,
        totals: changed(generator["totals"], ({ late: _, ...totals }) => totals),
        ...(maxLagMs === undefined ? {} : { sendLag: { maxMs: maxLagMs } }),
      })),
    })),

  summary: (document: unknown): unknown =>
    changed(document, (summary) => ({
      ...summary,
      version: resultVersion,
      cases: eachOf(summary["cases"], (each) => ({
        ...renamed(each),
        ...(each["hops"] === undefined ? {} : { hops: eachOf(each["hops"], renamed) }),
        late: null,
        sendLagMs: null,
      })),
    })),
};

/** A value that is no object stays as it is: the schema refuses it. */
function changed(value: unknown, change: (document: Document) => Document): unknown {
  return isRecord(value) ? change(value) : value;
}

function eachOf(list: unknown, change: (document: Document) => Document): unknown {
  return Array.isArray(list) ? list.map((item) => changed(item, change)) : list;
}

function renamed(document: Document): Document {
  return Object.fromEntries(Object.entries(document).map(([name, value]) => [newNames[name] ?? name, value]));
}
