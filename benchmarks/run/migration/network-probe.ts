/** The network to a guest that moves, as a simulator machine sees it: ping, from before the first hop until after the last. */
import { msToSec } from "../../../base/units.ts";
import type { RunWarning } from "../../../base/warnings.ts";
import type { Remote } from "../../../rack/remote.ts";
import { collectors } from "../../collect/index.ts";
import { longestGap, openGapWarning, readPing } from "../../collect/ping/parser.ts";
import type { HopRecord } from "../../results/case-record.ts";
import { Recording } from "../recording.ts";

/** A packet so often: the resolution of a hop's network downtime. */
export const probeIntervalMs = 50;

export interface NetworkProbeArgs {
  readonly machine: string;
  /** The guest's, on a traffic network. */
  readonly address: string;
  /** Path here of what ping prints. */
  readonly file: string;
  /** How far the machine's clock is ahead of this one's. */
  readonly offsetMs: number;
}

export class NetworkProbe {
  readonly #recording: Recording;
  readonly #args: NetworkProbeArgs;

  /** Starts it. */
  constructor(remote: Remote, args: NetworkProbeArgs) {
    const { machine, address, file } = args;
    this.#args = args;
    this.#recording = new Recording(remote, {
      machine,
      tool: "ping",
      script: collectors.ping.script,
      values: { ADDRESS: address, INTERVAL_SEC: String(msToSec(probeIntervalMs)) },
      file,
    });
  }

  /** Ends it. Each hop gets the longest time in which the guest did not answer. */
  async finish(
    hops: readonly HopRecord[],
  ): Promise<{ readonly hops: readonly HopRecord[]; readonly warnings: readonly RunWarning[] }> {
    const { file, machine, offsetMs } = this.#args;
    const pinged = readPing((await this.#recording.finish()).output, file);
    const texts = [...pinged.warnings];
    const withGaps = hops.map((hop): HopRecord => {
      const gap = longestGap(pinged, hop.startMs + offsetMs, hop.endMs + offsetMs);
      if (gap === undefined) return hop;
      if (gap.isOpen === true) texts.push(openGapWarning(file, hop.guest));
      return { ...hop, networkGap: { ...gap, startMs: gap.startMs - offsetMs, endMs: gap.endMs - offsetMs } };
    });
    return { hops: withGaps, warnings: texts.map((text) => ({ about: "network probe", machine, text })) };
  }
}
