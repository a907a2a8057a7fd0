/** The collectors of one case: a tool on each host, its output kept raw. */
import { writeFile } from "node:fs/promises";
import type { HostCpu } from "../results/case-result.ts";
import type { ClockOffset } from "./clock.ts";
import type { CpuTool } from "./cpu-tools.ts";
import { Recording } from "./recording.ts";
import type { Remote } from "../../rack/remote.ts";
import type { HostUnderTest } from "./request.ts";

/** One tool on one host, for the time of one case. */
export class HostCollector {
  readonly host: HostUnderTest;
  readonly tool: CpuTool;
  readonly #file: string;
  readonly #recording: Recording;

  /** `file` takes what the tool prints; what it says beside goes to `<file>.notes`. */
  constructor(remote: Remote, tool: CpuTool, host: HostUnderTest, intervalSec: number, file: string) {
    this.host = host;
    this.tool = tool;
    this.#file = file;
    this.#recording = new Recording(remote, {
      machine: host.name,
      tool: tool.name,
      script: tool.script,
      values: { INTERVAL_SEC: String(intervalSec) },
      file,
    });
  }

  /** Resolves when the tool has begun to print; rejects when it ended instead. */
  async started(): Promise<void> {
    await this.#recording.started();
  }

  /** Ends the tool and reads what it wrote; times by the runner's clock. */
  async finish(clock: ClockOffset): Promise<{ cpu: HostCpu[]; warnings: string[] }> {
    const { output, notes } = await this.#recording.finish();
    if (notes !== "") await writeFile(`${this.#file}.notes`, notes);
    const { cpu, warnings } = this.tool.read(output, notes, this.#file, this.host.pcpus);
    return {
      cpu: cpu.map((reading) => ({ ...reading, timeMs: reading.timeMs - clock.offsetMs })),
      warnings: warnings.map((warning) => `${this.host.name}: ${warning}`),
    };
  }
}
