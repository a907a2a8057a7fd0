/** The collectors of one case: a tool on each host, its output kept raw. */
import { createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { CrossbedError } from "../../base/errors.ts";
import type { HostCpu } from "../results/schema.ts";
import type { ClockOffset } from "./clock.ts";
import type { CpuTool } from "./cpu-tools.ts";
import type { Remote, RemoteProcess } from "./remote.ts";
import type { HostUnderTest } from "./request.ts";

/** One tool on one host, for the time of one case. */
export class HostCollector {
  readonly host: HostUnderTest;
  readonly tool: CpuTool;
  readonly #file: string;
  readonly #process: RemoteProcess;
  readonly #written: Promise<void>;
  readonly #flowing: Promise<void>;
  #said = "";

  /** `file` takes what the tool prints; what it says beside goes to `<file>.notes`. */
  constructor(remote: Remote, tool: CpuTool, host: HostUnderTest, intervalSec: number, file: string) {
    this.host = host;
    this.tool = tool;
    this.#file = file;
    this.#process = remote.start(host.name, tool.script);
    this.#process.stdin.on("error", () => undefined); // told by the end of the process
    this.#process.stdin.write(`${String(intervalSec)}\n`);
    this.#process.stderr.on("data", (chunk: Buffer) => (this.#said += chunk.toString()));
    const raw = createWriteStream(file);
    this.#process.stdout.pipe(raw);
    this.#written = new Promise((resolve, reject) => raw.on("finish", resolve).on("error", reject));
    this.#flowing = new Promise((resolve) =>
      this.#process.stdout.once("data", () => {
        resolve();
      }),
    );
  }

  /** Resolves when the tool has begun to print; rejects when it ended instead. */
  async started(): Promise<void> {
    await Promise.race([this.#flowing, this.#process.then(() => this.#fail("ended before its first line"))]);
  }

  /** Ends the tool and reads what it wrote; a collector that died on the way is an error, never a gap in a table. */
  async finish(clock: ClockOffset): Promise<{ cpu: HostCpu[]; warnings: string[] }> {
    this.#process.stdin.end();
    const result = await this.#process;
    await this.#written;
    if (result.exitCode !== 0) this.#fail(`ended early with exit status ${String(result.exitCode)}`);
    if (this.#said !== "") await writeFile(`${this.#file}.notes`, this.#said);
    const output = await readFile(this.#file, "utf8");
    const { cpu, warnings } = this.tool.read(output, this.#said, this.#file, this.host.pcpus);
    return {
      cpu: cpu.map((reading) => ({ ...reading, timeMs: reading.timeMs - clock.offsetMs })),
      warnings: warnings.map((warning) => `${this.host.name}: ${warning}`),
    };
  }

  #fail(what: string): never {
    const said = this.#said.trim() === "" ? "" : ` ${this.#said.trim().slice(-2000)}`;
    throw new CrossbedError("command_failed", `${this.tool.name} ${what}.${said}`, { where: this.host.name });
  }
}
