/** Reads files of a run's directory, which may come from elsewhere: only regular ones of a bounded size. Follows no link, waits for no pipe. */
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { CrossbedError } from "../../base/errors.ts";
import { bytesToMiB } from "../../base/units.ts";

const copy = "Restore the file from a copy.";
/** How much of a file is in memory at a time. */
const pieceBytes = 2 ** 18;

/**
 * Opens a file for reading; undefined where there is none.
 * @throws CrossbedError `malformed` for a link, a directory, a pipe or a device, for one that is too large or may not be read.
 */
async function openPlainFile(file: string, mostBytes: number): Promise<FileHandle | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "ENOENT") return undefined;
    if (code === "ELOOP") throw refusal(file, "this is a symbolic link, and a run's files are none.");
    if (code === "ENXIO") throw refusal(file, "this is no regular file.");
    throw refusal(file, `this file cannot be read (${code}).`, "Give yourself the right to read it.", cause);
  }
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw refusal(file, "this is no regular file.");
    if (status.size <= mostBytes) return handle;
    const [has, most] = [status.size, mostBytes].map((bytes) => Math.ceil(bytesToMiB(bytes)));
    throw refusal(file, `this file has ${String(has)} MiB, more than the ${String(most)} MiB that are read.`);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The text of a small file; undefined where there is none. @throws CrossbedError as `openPlainFile` does. */
export async function readPlainText(file: string, mostBytes: number): Promise<string | undefined> {
  const handle = await openPlainFile(file, mostBytes);
  try {
    return await handle?.readFile("utf8");
  } finally {
    await handle?.close();
  }
}

/**
 * Lines of a file, many at a time, without their ends; nothing where there is no file. A last line without an end counts.
 * @throws CrossbedError as `openPlainFile` does, and `malformed` for a line that is longer than `mostLineLength` characters.
 */
export async function* plainLines(
  file: string,
  { mostBytes, mostLineLength }: { readonly mostBytes: number; readonly mostLineLength: number },
): AsyncGenerator<readonly string[]> {
  const handle = await openPlainFile(file, mostBytes);
  if (handle === undefined) return;
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let number = 0;
  for await (const piece of piecesOf(handle)) {
    const [first = "", ...others] = decoder.write(piece).split("\n");
    const lines = [`${rest}${first}`, ...others];
    const long = lines.findIndex((line) => line.length > mostLineLength);
    if (long !== -1) {
      const where = `${file}: line ${String(number + long + 1)}`;
      throw refusal(where, `this line is longer than the ${String(mostLineLength)} characters that are read.`);
    }
    rest = lines.pop() ?? "";
    number += lines.length;
    if (lines.length > 0) yield lines;
  }
  rest += decoder.end();
  if (rest !== "") yield [rest];
}

/** Closes the file in the end. A piece is good until the next one: they share their memory. */
async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  try {
    const memory = Buffer.allocUnsafe(pieceBytes);
    for (;;) {
      const { bytesRead } = await handle.read(memory, 0, pieceBytes, null);
      if (bytesRead === 0) return;
      yield memory.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Size, lines' ends and SHA-256 of a file. */
export interface FileDigest {
  readonly bytes: number;
  readonly lines: number;
  readonly sha256: string;
}

/** Reads a file whole, in pieces; undefined where there is none. @throws CrossbedError as `openPlainFile` does. */
export async function digestOf(file: string, mostBytes: number): Promise<FileDigest | undefined> {
  const handle = await openPlainFile(file, mostBytes);
  if (handle === undefined) return undefined;
  const hash = createHash("sha256");
  let [bytes, lines] = [0, 0];
  for await (const piece of piecesOf(handle)) {
    hash.update(piece);
    bytes += piece.length;
    for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, end + 1)) lines += 1;
  }
  return { bytes, lines, sha256: hash.digest("hex") };
}

function refusal(where: string, message: string, hint = copy, cause?: unknown): CrossbedError {
  return new CrossbedError("malformed", message, { where, hint, ...(cause === undefined ? {} : { cause }) });
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
