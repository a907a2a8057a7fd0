/** Reads the text of a file that a user names: a recording made anywhere, within a stated limit. */
import { CrossbedError } from "../../base/errors.ts";
import { readRegularFile } from "../../base/regular-file.ts";

/** Some days of any tool at one sample a second; reading such a file at once takes several times its size in memory. */
const mostBytes = 64 * 2 ** 20;

/** A recording as it lies there, and the text that it is. */
export interface RecordingFile {
  readonly bytes: Buffer;
  readonly text: string;
}

/**
 * Reads UTF-8, and UTF-16 with the byte order mark that Windows writes.
 * @throws CrossbedError `invalid_input` for what is no regular file, cannot be read or is larger than 64 MiB; `malformed` for
 * a file that is not text.
 */
export function readRecording(file: string): RecordingFile {
  const bytes = readRegularFile(file, { mostBytes, whenLarger: "Split it between two samples." });
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { bytes, text: bytes.toString("utf16le") };
  if (!bytes.includes(0)) return { bytes, text: bytes.toString("utf8") };
  throw new CrossbedError("malformed", "this is not text.", {
    where: file,
    hint: "Give the tool's printed output; sar -f prints sysstat's binary recordings.",
  });
}
