/** Copies a file, a directory or a text to a host by sftp. */
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import type { SFTPWrapper } from "ssh2";
import { connect, type Connection } from "./connection.ts";
import type { Log } from "./engine-log.ts";
import type { Source } from "./values.ts";

export async function copyToRemote(
  source: Source,
  remotePath: string,
  connection: Connection,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const session = await connect(connection, log, signal);
  const stop = (): void => {
    session.close();
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      session.client.sftp((error, channel) => {
        if (error === undefined) resolve(channel);
        else reject(error);
      });
    });
    // A connection that is lost or closed half-way must end the copy, not leave it waiting.
    const lost = new Promise<never>((_resolve, reject) => {
      session.client.once("close", () => {
        reject(new Error(signal.aborted ? "cancelled" : "the connection was closed"));
      });
    });
    await Promise.race([copy(new Remote(sftp), source, remotePath), lost]);
  } finally {
    signal.removeEventListener("abort", stop);
    session.close();
  }
}

/**
 * Where things go, as the released plugin has it:
 *
 *     source | destination is a directory | does not exist | is a file
 *     dir    | dest/dir                   | dest/dir       | error
 *     dir/   | dest/x for x in dir        | dest/x         | error
 *     file   | dest/file                  | dest           | dest (overwritten)
 */
async function copy(remote: Remote, source: Source, destination: string): Promise<void> {
  const kind = await remote.kind(destination);
  if (source.path === undefined) {
    if (kind === "directory") {
      throw new Error(`remote path ${destination} is a directory; a text asset needs the path of a file`);
    }
    await remote.write(destination, Buffer.from(source.text ?? ""));
    return;
  }
  if (!(await stat(source.path)).isDirectory()) {
    const target = kind === "directory" ? posix.join(destination, basename(source.path)) : destination;
    await remote.write(target, await readFile(source.path));
    return;
  }
  await remote.makeDirectory(destination);
  const target = source.path.endsWith("/") ? destination : posix.join(destination, basename(source.path));
  await copyDirectory(remote, source.path, target);
}

async function copyDirectory(remote: Remote, from: string, to: string): Promise<void> {
  await remote.makeDirectory(to);
  for (const entry of await readdir(from)) {
    const [path, target] = [join(from, entry), posix.join(to, entry)];
    if ((await stat(path)).isDirectory()) await copyDirectory(remote, path, target);
    else await remote.write(target, await readFile(path));
  }
}

/** The few sftp operations that a copy needs. */
class Remote {
  readonly #sftp: SFTPWrapper;

  constructor(sftp: SFTPWrapper) {
    this.#sftp = sftp;
  }

  /** What is there; undefined when nothing is. */
  kind(path: string): Promise<"directory" | "file" | undefined> {
    return new Promise((resolve, reject) => {
      this.#sftp.stat(path, (error, stats) => {
        if (error === undefined) resolve(stats.isDirectory() ? "directory" : "file");
        // SSH_FX_NO_SUCH_FILE
        else if ((error as { code?: unknown }).code === 2) resolve(undefined);
        else reject(new Error(`failed to stat remote path ${path}: ${error.message}`));
      });
    });
  }

  async makeDirectory(path: string): Promise<void> {
    const kind = await this.kind(path);
    if (kind === "file") throw new Error(`remote path ${path} exists but is not a directory`);
    if (kind === "directory") return;
    await new Promise<void>((resolve, reject) => {
      this.#sftp.mkdir(path, (error) => {
        if (error) reject(new Error(`failed to create remote directory ${path}: ${error.message}`));
        else resolve();
      });
    });
  }

  async write(path: string, content: Buffer): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#sftp.writeFile(path, content, (error) => {
        if (error) reject(new Error(`failed to write remote file ${path}: ${error.message}`));
        else resolve();
      });
    });
  }
}
