/**
 * Commands on the testbed's machines for the time of one run: ssh with pinned host keys and one shared connection a
 * machine. Everything started here ends with `close`, and on the machine as soon as its stdin ends.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa, type ResultPromise } from "execa";
import { CrossbedError } from "../base/errors.ts";

/** A machine that ssh reaches; `proxy` names the machine in front of it (a guest's host). */
export interface Machine {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** OpenSSH public key that the machine must show. */
  readonly hostKey: string;
  readonly proxy?: string;
}

/** Every remote process: stdin is a pipe that we hold, output is read as it comes, and an interrupt at the terminal does
 *  not reach it (a process group of its own): the runner ends what it started, in order. */
interface Streaming {
  stdin: "pipe";
  stdout: "pipe";
  stderr: "pipe";
  buffer: false;
  reject: false;
  detached: true;
}
const streaming: Streaming = {
  stdin: "pipe",
  stdout: "pipe",
  stderr: "pipe",
  buffer: false,
  reject: false,
  detached: true,
};
export type RemoteProcess = ResultPromise<Streaming>;

/** Text of ssh's configuration for the machines: names, ports, pinned keys, proxies, limits. */
export function renderSshConfig(machines: readonly Machine[], privateKeyFile: string, directory: string): string {
  const common = [
    "Host *",
    `  IdentityFile ${privateKeyFile}`,
    "  IdentitiesOnly yes",
    "  BatchMode yes",
    "  StrictHostKeyChecking yes",
    `  UserKnownHostsFile ${join(directory, "known_hosts")}`,
    // An emulated machine under load answers late; a dead one is given up after a minute.
    "  ConnectTimeout 60",
    "  ServerAliveInterval 15",
    "  ServerAliveCountMax 8",
    "  ControlMaster auto",
    "  ControlPersist 60",
    `  ControlPath ${join(directory, "%C")}`,
    "  LogLevel ERROR",
  ];
  const each = machines.flatMap((machine) => [
    `Host ${machine.name}`,
    `  HostName ${machine.address}`,
    `  HostKeyAlias ${machine.name}`,
    `  Port ${String(machine.port)}`,
    `  User ${machine.user}`,
    ...(machine.proxy === undefined ? [] : [`  ProxyJump ${machine.proxy}`]),
  ]);
  return `${[...each, ...common].join("\n")}\n`;
}

export class Remote {
  readonly #directory: string;
  readonly #machines: readonly Machine[];
  readonly #running = new Set<RemoteProcess>();

  private constructor(directory: string, machines: readonly Machine[]) {
    this.#directory = directory;
    this.#machines = machines;
  }

  /** Writes the configuration; connects to nothing yet. */
  static async open(machines: readonly Machine[], privateKeyFile: string): Promise<Remote> {
    const directory = await mkdtemp(join(tmpdir(), "cb-run-"));
    await writeFile(join(directory, "config"), renderSshConfig(machines, privateKeyFile, directory), { mode: 0o600 });
    const keys = machines.map((machine) => `${machine.name} ${machine.hostKey}\n`).join("");
    await writeFile(join(directory, "known_hosts"), keys, { mode: 0o600 });
    return new Remote(directory, machines);
  }

  /** Starts a fixed command line; values for it go to its stdin, never into the line. */
  start(machine: string, command: string): RemoteProcess {
    const child = execa("ssh", ["-F", join(this.#directory, "config"), "-T", machine, command], streaming);
    this.#running.add(child);
    void child.finally(() => this.#running.delete(child));
    return child;
  }

  /** Runs a command to its end and returns its stdout; an exit status other than 0 is an error with its last lines. */
  async run(machine: string, command: string, input = "", timeoutMs = 120_000): Promise<string> {
    const child = execa("ssh", ["-F", join(this.#directory, "config"), "-T", machine, command], {
      input,
      reject: false,
      timeout: timeoutMs,
      detached: true,
    });
    // The shared connection holds the output's other end: where the command hangs, it does so after ssh was ended.
    child.once("exit", (_, signal) => {
      if (signal === null) return;
      child.stdout.destroy();
      child.stderr.destroy();
    });
    const result = await child;
    if (result.exitCode === 0) return result.stdout;
    const said = result.stderr.trim().split("\n").slice(-5).join("\n");
    const isLost = result.exitCode === 255 || result.timedOut;
    throw new CrossbedError(
      isLost ? "unreachable" : "command_failed",
      result.timedOut ? `no answer within ${String(timeoutMs / 1000)} s` : said === "" ? "failed without a word" : said,
      { where: machine, ...(isLost ? { hint: "(What runs where: npx crossbed status)" } : {}) },
    );
  }

  /** Ends every process started and every connection. Safe to call twice. */
  async close(): Promise<void> {
    for (const child of this.#running) child.stdin.end();
    const ended = Promise.allSettled([...this.#running]);
    const patience = new AbortController();
    const limit = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 10_000);
      patience.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await Promise.race([ended, limit]);
    patience.abort();
    for (const child of this.#running) child.kill("SIGTERM");
    await Promise.allSettled(
      this.#machines.map((machine) =>
        execa("ssh", ["-F", join(this.#directory, "config"), "-O", "exit", machine.name], {
          reject: false,
          stdio: "ignore",
        }),
      ),
    );
    await rm(this.#directory, { recursive: true, force: true });
  }
}
