/** The collectors of one case: a tool on each host, its output kept raw. */
import { writeFile } from "node:fs/promises";
import type { RunWarning } from "../../base/warnings.ts";
import type { HostSample } from "../results/case-result.ts";
import { collectors, type CpuTool } from "../collect/index.ts";
import type { ClockOffset } from "./clock.ts";
import { Recording } from "./recording.ts";
import type { Remote } from "../../rack/remote.ts";
import type { HostUnderTest } from "./request.ts";

/** What a tool said of one host, on the run's clock. */
export interface CollectedHost {
  readonly host: HostUnderTest;
  readonly samples: readonly HostSample[];
  readonly warnings: readonly RunWarning[];
}

/** One tool on one host, for the time of one case. */
export class HostCollector {
  readonly host: HostUnderTest;
  readonly #tool: CpuTool;
  readonly #file: string;
  readonly #recording: Recording;

  /** `file` takes what the tool prints; what it says beside goes to `<file>.notes`. */
  constructor(remote: Remote, tool: CpuTool, host: HostUnderTest, intervalSec: number, file: string) {
    this.host = host;
    this.#tool = tool;
    this.#file = file;
    this.#recording = new Recording(remote, {
      machine: host.name,
      tool,
      script: collectors[tool].script,
      isFirstLine: collectors[tool].isFirstLine,
      values: { INTERVAL_SEC: String(intervalSec) },
      file,
    });
  }

  /** Resolves when the tool has begun to print; rejects when it ended instead. */
  async started(): Promise<void> {
    await this.#recording.started();
  }

  /** Ends the tool and reads what it wrote; times by the runner's clock. */
  async finish(clock: ClockOffset): Promise<CollectedHost> {
    const { output, notes } = await this.#recording.finish();
    if (notes !== "") await writeFile(`${this.#file}.notes`, notes);
    const { pcpus, name: machine } = this.host;
    const { samples, warnings } = collectors[this.#tool].readHost({ output, notes, file: this.#file, pcpus });
    return {
      host: this.host,
      samples: samples.map((sample) => ({ ...sample, timeMs: sample.timeMs - clock.offsetMs })),
      warnings: warnings.map((text) => ({ about: "CPU", machine, text })),
    };
  }
}
