/** Collects what a command prints: each stream whole, both in the order they came, and line by line for the log. */
import { StringDecoder } from "node:string_decoder";

export type Stream = "stdout" | "stderr";

export class Output {
  readonly #chunks: Readonly<Record<Stream, Buffer[]>> = { stdout: [], stderr: [] };
  readonly #both: Buffer[] = [];
  readonly #lines: Readonly<Record<Stream, Lines>>;

  /** `logging` as the resource has it; absent means both streams. */
  constructor(logging: string | undefined, onLine: (line: string) => void) {
    const wanted = (stream: Stream): boolean =>
      logging === undefined || logging === "stdoutAndStderr" || logging === stream;
    const nothing = (): void => undefined;
    this.#lines = {
      stdout: new Lines(wanted("stdout") ? onLine : nothing),
      stderr: new Lines(wanted("stderr") ? onLine : nothing),
    };
  }

  add(stream: Stream, chunk: Buffer): void {
    this.#chunks[stream].push(chunk);
    this.#both.push(chunk);
    this.#lines[stream].add(chunk);
  }

  /** Call once, when both streams have ended. */
  end(): void {
    this.#lines.stdout.end();
    this.#lines.stderr.end();
  }

  /** The stream without its last line break. */
  text(stream: Stream): string {
    return Buffer.concat(this.#chunks[stream]).toString("utf8").replace(/\n$/, "");
  }

  /** Both streams as they came. */
  combined(): string {
    return Buffer.concat(this.#both).toString("utf8");
  }
}

class Lines {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onLine: (line: string) => void;
  // Pieces of the line that has not ended: joined once, so that a line of any length costs linear time.
  #pieces: string[] = [];

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  add(chunk: Buffer): void {
    const parts = this.#decoder.write(chunk).split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      this.#say([...this.#pieces, part].join(""));
      this.#pieces = [];
    }
    if (last !== "") this.#pieces.push(last);
  }

  end(): void {
    const rest = [...this.#pieces, this.#decoder.end()].join("");
    if (rest !== "") this.#say(rest);
  }

  #say(line: string): void {
    this.#onLine(line.replace(/\r$/, ""));
  }
}
