/**
 * Commands on the testbed's machines for the time of one run: ssh with pinned host keys and, unless it is told otherwise,
 * one shared connection a machine. Everything started here ends with `close`, and on the machine as soon as its stdin ends.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa, type ResultPromise } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { keyState } from "./private-key.ts";
import {
  knownHostsName,
  renderKnownHosts,
  renderSshConfig,
  sshEnvironment,
  type Machine,
  type SshOptions,
} from "./ssh-config.ts";
import { explainSshFailure, hasAnswered, UnreachedError } from "./ssh-failure.ts";
import { closeMs, commandAnswerMs, connectSec } from "./timeouts.ts";

/** Every remote process: we hold its stdin as a pipe and read its output as it comes. It has a process group of its own, so an
 *  interrupt at the terminal does not reach it: the runner ends what it started, in order. */
interface Streaming {
  stdin: "pipe";
  stdout: "pipe";
  stderr: "pipe";
  buffer: false;
  reject: false;
  detached: true;
  env: Record<string, string>;
  extendEnv: false;
}
const streaming = (): Streaming => ({
  stdin: "pipe",
  stdout: "pipe",
  stderr: "pipe",
  buffer: false,
  reject: false,
  detached: true,
  env: sshEnvironment(process.env),
  extendEnv: false,
});
export type RemoteProcess = ResultPromise<Streaming>;

/** The end of what a process has said on stderr when the function is called, for an error; `otherwise` where it said nothing. */
export function lastWords(process: RemoteProcess, otherwise: string): () => string {
  let said = "";
  process.stderr.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)));
  return () => (said.trim() === "" ? otherwise : said.trim());
}

/** A socket's path has 108 bytes, of which ssh takes 58 for the name: a TMPDIR longer than this is of no use. */
const longestDirectory = 38;

export class Remote {
  readonly #directory: string;
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #privateKeyFile: string;
  readonly #running = new Set<RemoteProcess>();
  readonly #isShared: boolean;
  /** Machines to which there may be a shared connection. */
  readonly #reached = new Set<string>();

  private constructor(directory: string, machines: readonly Machine[], privateKeyFile: string, isShared: boolean) {
    this.#directory = directory;
    this.#isShared = isShared;
    this.#machines = new Map(machines.map((machine) => [machine.name, machine]));
    this.#privateKeyFile = privateKeyFile;
  }

  /** Writes the configuration; connects to nothing yet. */
  static async open(
    machines: readonly Machine[],
    privateKeyFile: string,
    options: Partial<SshOptions> = {},
  ): Promise<Remote> {
    const complete = { connectSec, isShared: true, ...options };
    const room = tmpdir().length > longestDirectory ? "/tmp" : tmpdir();
    const directory = await mkdtemp(join(room, "cb-run-"));
    const config = renderSshConfig(machines, privateKeyFile, directory, complete);
    await writeFile(join(directory, "config"), config, { mode: 0o600 });
    await writeFile(join(directory, knownHostsName), renderKnownHosts(machines), { mode: 0o600 });
    return new Remote(directory, machines, privateKeyFile, complete.isShared);
  }

  /** Starts a fixed command line; values for it go to its stdin, never into the line. */
  start(machine: string, command: string): RemoteProcess {
    const child = execa("ssh", this.#arguments(machine, command), streaming());
    // A machine that is gone has closed its end; the caller learns of it when the process exits.
    child.stdin.on("error", () => undefined);
    this.#running.add(child);
    void child.finally(() => this.#running.delete(child));
    return child;
  }

  /**
   * Runs a command to its end and returns its stdout. Throws `unreachable` with cause and cure where ssh could not start the command,
   * and `command_failed` with the command's last lines where its exit status is not 0.
   */
  async run(machine: string, command: string, input = "", timeoutMs = commandAnswerMs): Promise<string> {
    const child = execa("ssh", this.#arguments(machine, command), {
      ...this.#environment(),
      input,
      reject: false,
      timeout: timeoutMs,
      detached: true,
    });
    // The shared connection holds the other end of the output: when a command hangs, the output stays open after ssh has been ended.
    child.once("exit", (_, signal) => {
      if (signal === null) return;
      child.stdout.destroy();
      child.stderr.destroy();
    });
    const result = await child;
    if (result.exitCode === 0) return result.stdout;
    const said = result.stderr.trim();
    await this.#refuseUnreached(machine, {
      said: `${said}\n${result.stdout.slice(-1000)}`.trim(),
      exitCode: result.exitCode,
      ...(result.timedOut ? { timedOutSec: timeoutMs / 1000 } : {}),
    });
    throw new CrossbedError(
      "command_failed",
      said === "" ? "failed without a word" : said.split("\n").slice(-5).join("\n"),
      { where: machine },
    );
  }

  /** Ends every process started and every connection. Safe to call twice. */
  async close(): Promise<void> {
    for (const child of this.#running) child.stdin.end();
    const ended = Promise.allSettled([...this.#running]);
    const patience = new AbortController();
    const limit = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, closeMs);
      patience.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await Promise.race([ended, limit]);
    patience.abort();
    for (const child of this.#running) child.kill("SIGTERM");
    await Promise.allSettled(
      [...this.#reached].map((machine) =>
        execa("ssh", ["-F", join(this.#directory, "config"), "-O", "exit", machine], {
          ...this.#environment(),
          reject: false,
          stdio: "ignore",
        }),
      ),
    );
    await rm(this.#directory, { recursive: true, force: true });
  }

  #arguments(name: string, command: string): string[] {
    let at = this.#isShared ? this.#machines.get(name) : undefined;
    for (; at !== undefined; at = this.#machines.get(at.proxy ?? "")) this.#reached.add(at.name);
    return ["-F", join(this.#directory, "config"), "-T", name, command];
  }

  #environment(): { readonly env: Record<string, string>; readonly extendEnv: false } {
    return { env: sshEnvironment(process.env), extendEnv: false };
  }

  /** Throws `unreachable` where ssh failed before the command began. */
  async #refuseUnreached(
    name: string,
    outcome: { readonly said: string; readonly exitCode: number | undefined; readonly timedOutSec?: number },
  ): Promise<void> {
    const machine = this.#machines.get(name);
    if (machine === undefined) return;
    const privateKeyFile = this.#privateKeyFile;
    const key = await readFile(privateKeyFile, "utf8").then(keyState, () => undefined);
    const attempt = { machine, privateKeyFile, key, ...outcome };
    const failure = explainSshFailure(attempt);
    if (failure === undefined) return;
    const { address, port, user } = machine;
    throw new UnreachedError(`${failure.what}.`, hasAnswered(attempt), {
      where: `${name} (${user}@${address}, port ${String(port)})`,
      hint: failure.hint,
    });
  }
}
