/** Live migrations that took place elsewhere: their times, libvirt's figures and the probe of the network. */
import { formatDuration } from "../../base/duration.ts";
import { msToSec } from "../../base/units.ts";
import type { RunWarning } from "../../base/warnings.ts";
import type { DateOrder } from "../collect/collector.ts";
import { readDomjobinfo } from "../collect/migration/parser.ts";
import { longestGap, openGapWarning, readPing } from "../collect/ping/parser.ts";
import type { HopRecord, RunEvent } from "../results/case-record.ts";
import type { LocalClock } from "./clock.ts";
import { parseDuration } from "./duration.ts";
import { localMsOf, type DescribedHop } from "./spec.ts";

/** `read` gives the text of a file and keeps it by `as`. */
export type ReadHopFile = (name: string, as: string) => string;

export interface ForeignHop {
  readonly record: HopRecord;
  readonly event: RunEvent;
  /** From one packet of the probe to the next; undefined without one. */
  readonly probeIntervalMs: number | undefined;
  readonly warnings: readonly RunWarning[];
}

/** @throws CrossbedError `malformed` with file and line for what cannot be read. */
export function readHop(
  hop: DescribedHop,
  clock: LocalClock,
  order: DateOrder | undefined,
  read: ReadHopFile,
): ForeignHop {
  const { guest, cluster, source, destination, failure } = hop;
  const told =
    hop.duration === undefined ? undefined : parseDuration(read(hop.duration, "duration"), hop.duration, order);
  const [began, ended] = told ?? [localMsOf(hop.began ?? ""), localMsOf(hop.ended ?? "")];
  const [startMs = NaN, endMs = NaN] = clock([began, ended]);
  const report =
    hop.domjobinfo === undefined ? undefined : readDomjobinfo(read(hop.domjobinfo, "domjobinfo"), hop.domjobinfo);
  const probe = hop.ping === undefined ? undefined : readPing(read(hop.ping, "ping"), hop.ping);
  const networkGap = probe === undefined ? undefined : longestGap(probe, startMs, endMs);
  const record: HopRecord = {
    guest,
    domain: guest,
    cluster,
    from: source,
    to: destination,
    startMs,
    endMs,
    ...(failure === undefined ? {} : { failure }),
    ...(report === undefined ? {} : { job: report.job }),
    ...(networkGap === undefined ? {} : { networkGap }),
  };
  const how = `in ${formatDuration(msToSec(endMs - startMs))}`;
  const text = `${guest} from ${source} to ${destination} ${failure === undefined ? how : `failed ${how}`}`;
  const open = networkGap?.isOpen === true && hop.ping !== undefined ? [openGapWarning(hop.ping, guest)] : [];
  return {
    record,
    event: { timeMs: startMs, endMs, kind: "migration", text },
    probeIntervalMs: probe?.intervalMs,
    warnings: [
      ...(report?.warnings ?? []).map((told): RunWarning => ({ about: "migration", machine: destination, text: told })),
      ...[...(probe?.warnings ?? []), ...open].map((told): RunWarning => ({ about: "network probe", text: told })),
    ],
  };
}
