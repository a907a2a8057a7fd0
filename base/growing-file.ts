/** A file that grows while something goes on, such as what a tool prints during a case. */
import { createWriteStream, type WriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { CrossbedError, messageOf } from "./errors.ts";

/**
 * The writer does not wait for each line, so this class keeps a failure (no room, no directory): `failed` reports it at once, `close`
 * at the end. A failure never becomes an event that nobody handles.
 */
export class GrowingFile {
  /** Never resolves; rejects as soon as a write fails. */
  readonly failed: Promise<never>;
  readonly #file: string;
  readonly #stream: WriteStream;

  constructor(file: string) {
    this.#file = file;
    this.#stream = createWriteStream(file);
    this.failed = new Promise((_, reject) => {
      this.#stream.on("error", (cause) => {
        reject(this.#problem(cause));
      });
    });
    this.failed.catch(() => undefined); // whoever closes it is told again
  }

  write(text: string | Buffer): void {
    if (this.#stream.writable) this.#stream.write(text);
  }

  /** Resolves when all is written. @throws CrossbedError `missing_prerequisite` when something was not. Safe to call twice. */
  async close(): Promise<void> {
    this.#stream.end();
    try {
      await finished(this.#stream);
    } catch (cause) {
      throw this.#problem(cause);
    }
  }

  #problem(cause: unknown): CrossbedError {
    return new CrossbedError("missing_prerequisite", `this file cannot be written: ${messageOf(cause)}.`, {
      where: this.#file,
      hint: "Make room on its disk. The file keeps what was written until then.",
      cause,
    });
  }
}
