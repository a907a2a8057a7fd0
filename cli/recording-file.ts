/** The text of a file that a user names: a recording made anywhere, within a stated limit. */
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { CrossbedError } from "../base/errors.ts";

/** Some days of any tool at one sample a second; read at once, it takes several times its size of memory. */
const mostMiB = 64;

/**
 * Reads UTF-8, and UTF-16 with its mark as Windows writes it.
 * @throws CrossbedError `invalid_input` for what is no regular file, cannot be read or is larger than 64 MiB; `malformed` for
 * what is no text.
 */
export async function readRecording(file: string): Promise<string> {
  const bytes = await readBytes(file);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le");
  if (!bytes.includes(0)) return bytes.toString("utf8");
  throw new CrossbedError("malformed", "this is not text.", {
    where: file,
    hint: "Give what the tool printed; sar -f prints what sysstat recorded in binary.",
  });
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    // Without waiting for somebody to write into a pipe.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = await handle.stat();
      if (!status.isFile()) throw refusal(file, "this is no regular file.", "Save what it gives in a file first.");
      if (status.size > mostMiB * 2 ** 20) {
        const size = `${String(Math.ceil(status.size / 2 ** 20))} MiB`;
        throw refusal(
          file,
          `this file has ${size}, more than the ${String(mostMiB)} MiB that are read at once.`,
          "Split it between two samples.",
        );
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof CrossbedError) throw cause;
    throw refusal(file, "this file cannot be read.", "Give the path of a file that you may read.", cause);
  }
}

function refusal(file: string, message: string, hint: string, cause?: unknown): CrossbedError {
  return new CrossbedError("invalid_input", message, { where: file, hint, ...(cause === undefined ? {} : { cause }) });
}
