/** The collectors of one case: a tool on each host, its output kept raw. */
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { CrossbedError } from "../../base/errors.ts";
import { sarScript } from "../collect/sar/collector.ts";
import { parseSar } from "../collect/sar/parser.ts";
import type { HostCpu } from "../results/schema.ts";
import type { ClockOffset } from "./clock.ts";
import type { Remote, RemoteProcess } from "./remote.ts";
import type { HostUnderTest } from "./request.ts";

/** One tool on one host, for the time of one case. */
export class HostCollector {
  readonly host: HostUnderTest;
  readonly #file: string;
  readonly #process: RemoteProcess;
  readonly #written: Promise<void>;
  readonly #flowing: Promise<void>;
  #said = "";

  constructor(remote: Remote, host: HostUnderTest, intervalSec: number, file: string) {
    this.host = host;
    this.#file = file;
    this.#process = remote.start(host.name, sarScript);
    this.#process.stdin.on("error", () => undefined); // told by the end of the process
    this.#process.stdin.write(`${String(intervalSec)}\n`);
    this.#process.stderr.on("data", (chunk: Buffer) => (this.#said = `${this.#said}${chunk.toString()}`.slice(-2000)));
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
    const parsed = parseSar(await readFile(this.#file, "utf8"), this.#file, { timeZone: "UTC" });
    const cpu = parsed.rows.map((row): HostCpu => {
      const { user, nice, system, iowait, steal, idle } = row;
      const timeMs = Date.parse(`${row.local}Z`) - clock.offsetMs;
      return { tool: "sar", timeMs, cpu: row.cpu, user, nice, system, iowait, steal, idle };
    });
    return { cpu, warnings: parsed.warnings.map((warning) => `${this.host.name}: ${warning}`) };
  }

  #fail(what: string): never {
    const said = this.#said.trim() === "" ? "" : ` ${this.#said.trim()}`;
    throw new CrossbedError("command_failed", `sar ${what}.${said}`, { where: this.host.name });
  }
}
