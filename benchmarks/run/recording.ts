/** What a tool prints on a machine while something is measured, kept in a file as it is. */
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { CrossbedError } from "../../base/errors.ts";
import { GrowingFile } from "../../base/growing-file.ts";
import type { Remote, RemoteProcess } from "../../rack/remote.ts";
import { scriptInput } from "../../rack/script.ts";

export interface RecordingOptions {
  /** Machine that the tool runs on. */
  readonly machine: string;
  /** The tool's name, for errors. */
  readonly tool: string;
  /** Text of its collector, which runs until its stdin ends. */
  readonly script: string;
  /** The collector's values by name. */
  readonly values: Readonly<Record<string, string>>;
  /** Whether a line is the tool's first. Absent: any is, a login's as well. */
  readonly isFirstLine?: (line: string) => boolean;
  /** Takes what the tool prints. */
  readonly file: string;
}

/** What was recorded: the tool's output, and what its collector said beside it. */
export interface Recorded {
  readonly output: string;
  readonly notes: string;
}

export class Recording {
  readonly #options: RecordingOptions;
  readonly #process: RemoteProcess;
  readonly #file: GrowingFile;
  readonly #flowing: Promise<void>;
  #notes = "";

  constructor(remote: Remote, options: RecordingOptions) {
    this.#options = options;
    this.#file = new GrowingFile(options.file);
    this.#process = remote.start(options.machine, options.script);
    this.#process.stdin.write(scriptInput(options.values));
    this.#process.stderr.on("data", (chunk: Buffer) => (this.#notes += chunk.toString()));
    this.#flowing = firstLine(this.#process.stdout, options.isFirstLine);
    // Read on when the file cannot be written: a tool whose output nobody reads would not end.
    this.#process.stdout.on("data", (chunk: Buffer) => {
      this.#file.write(chunk);
    });
  }

  /** Resolves when the tool has begun to print; rejects when it ended instead, or nothing can be kept. */
  async started(): Promise<void> {
    const ended = this.#process.then(() => this.#fail("ended before its first line"));
    await Promise.race([this.#flowing, ended, this.#file.failed]);
  }

  /** Ends the tool. One that died on the way is an error, never a gap in a table. */
  async finish(): Promise<Recorded> {
    this.#process.stdin.end();
    const { exitCode } = await this.#process;
    await this.#file.close();
    if (exitCode !== 0) this.#fail(`ended early with exit status ${String(exitCode)}`);
    return { output: await readFile(this.#options.file, "utf8"), notes: this.#notes };
  }

  #fail(what: string): never {
    const said = this.#notes.trim() === "" ? "" : ` ${this.#notes.trim().slice(-2000)}`;
    throw new CrossbedError("command_failed", `${this.#options.tool} ${what}.${said}`, {
      where: this.#options.machine,
    });
  }
}

/** Resolves with the first line that `isIt`; never where there is none. */
async function firstLine(output: Readable, isIt: (line: string) => boolean = () => true): Promise<void> {
  const lines = createInterface({ input: output });
  await new Promise<void>((resolve) => {
    lines.on("line", (line) => {
      if (isIt(line)) resolve();
    });
  });
}
