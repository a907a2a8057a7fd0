/** The probe of the network to a guest: pings from a simulator machine while hops take place, its output kept raw. */
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { CrossbedError } from "../../../base/errors.ts";
import { msToSec } from "../../../base/units.ts";
import { collectScript } from "../../collect/collector.ts";
import { parsePing } from "../../collect/ping/parser.ts";
import type { Remote, RemoteProcess } from "../remote.ts";

const script = collectScript("ping");

export class NetworkProbe {
  readonly #machine: string;
  readonly #file: string;
  readonly #process: RemoteProcess;
  readonly #written: Promise<void>;
  #said = "";

  /** Asks `address` from `machine` every `intervalMs`; `file` takes what ping prints. */
  constructor(remote: Remote, machine: string, address: string, intervalMs: number, file: string) {
    this.#machine = machine;
    this.#file = file;
    this.#process = remote.start(machine, script);
    this.#process.stdin.on("error", () => undefined); // told by the end of the process
    this.#process.stdin.write(`${address}\n${String(msToSec(intervalMs))}\n`);
    this.#process.stderr.on("data", (chunk: Buffer) => (this.#said += chunk.toString()));
    this.#written = finished(this.#process.stdout.pipe(createWriteStream(file)));
  }

  /** Ends the probe; times of the answers by the machine's clock. A probe that died on the way is an error. */
  async finish(): Promise<number[]> {
    this.#process.stdin.end();
    const { exitCode } = await this.#process;
    await this.#written;
    if (exitCode !== 0) {
      throw new CrossbedError("command_failed", `the network probe ended early. ${this.#said.trim().slice(-2000)}`, {
        where: this.#machine,
      });
    }
    return parsePing(await readFile(this.#file, "utf8"), this.#file);
  }
}
