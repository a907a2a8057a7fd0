/** The bytes of a file that a user names, within a stated limit: never a pipe that nobody writes into, never a whole disk. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { CrossbedError } from "./errors.ts";

interface ReadLimits {
  readonly mostBytes: number;
  /** What to do about a file that is larger, one sentence. */
  readonly whenLarger: string;
  /** What to do about a file that cannot be read, one sentence. */
  readonly whenUnreadable?: string;
}

/**
 * Reads a regular file whole.
 * @throws CrossbedError `invalid_input` for what is no regular file, cannot be read or is larger than the limit.
 */
export function readRegularFile(
  file: string,
  { mostBytes, whenLarger, whenUnreadable = "Give the path of a file that you may read." }: ReadLimits,
): Buffer {
  const where = file.length <= 300 ? file : `${file.slice(0, 100)}… (${String(file.length)} characters)`;
  const refusal = (message: string, hint: string, cause?: unknown): CrossbedError =>
    new CrossbedError("invalid_input", message, { where, hint, ...(cause === undefined ? {} : { cause }) });
  let descriptor: number | undefined;
  try {
    // Without waiting for somebody to write into a pipe.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw refusal("this is no regular file.", "Save what it gives in a file first.");
    if (status.size > mostBytes) {
      const message = `this file has ${sizeText(status.size)}, more than the ${sizeText(mostBytes)} that are read at once.`;
      throw refusal(message, whenLarger);
    }
    return readFileSync(descriptor);
  } catch (cause) {
    if (cause instanceof CrossbedError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? "";
    throw refusal(`this file cannot be read${code === "" ? "" : ` (${code})`}.`, whenUnreadable, cause);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function sizeText(bytes: number): string {
  return bytes >= 2 ** 20 ? `${String(Math.ceil(bytes / 2 ** 20))} MiB` : `${String(Math.ceil(bytes / 1024))} KiB`;
}
