/** Runs a command on this machine. */
import { spawn, type ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { constants } from "node:os";
import { stepEnvironment } from "../../base/step-environment.ts";
import { collectArchive, collectAssets } from "./assets.ts";
import type { Log } from "./engine-log.ts";
import { failure } from "./failure.ts";
import { Output } from "./output.ts";
import type { Properties } from "./values.ts";

/** What a run needs besides the command; plain values. */
export interface LocalInputs {
  readonly interpreter?: string[];
  readonly dir?: string;
  readonly environment?: Record<string, string>;
  readonly stdin?: string;
  readonly logging?: string;
  readonly addPreviousOutputInEnv?: boolean;
  readonly assetPaths?: string[];
  readonly archivePaths?: string[];
}

/** What a run leaves; the keys are those of the resource. */
export interface RunOutputs extends Properties {
  stdout: string;
  stderr: string;
}

/** Names under which the run before this one left its output. */
export function previousOutput(
  inputs: { addPreviousOutputInEnv?: boolean },
  previous: Properties,
): Record<string, string> {
  if (inputs.addPreviousOutputInEnv === false) return {};
  const names = { PULUMI_COMMAND_STDOUT: previous["stdout"], PULUMI_COMMAND_STDERR: previous["stderr"] };
  return Object.fromEntries(
    Object.entries(names).filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== ""),
  );
}

/** Milliseconds in which an interrupted command must end by itself; then it gets a harsher signal. */
const patience = { interrupt: 30_000, terminate: 10_000 };

/**
 * Ends a command and all its descendants: by SIGINT; by SIGTERM when it does not end, or leaves some of them behind; in the end by
 * SIGKILL.
 */
function end(child: ChildProcess): void {
  signalGroup(child, "SIGINT");
  const askAgain = (): void => {
    signalGroup(child, "SIGTERM");
  };
  child.once("exit", askAgain);
  const terminate = setTimeout(askAgain, patience.interrupt);
  const kill = setTimeout(() => {
    signalGroup(child, "SIGKILL");
  }, patience.interrupt + patience.terminate);
  child.once("close", () => {
    clearTimeout(terminate);
    clearTimeout(kill);
  });
}

function signalGroup({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    // The command leads its own process group.
    process.kill(-pid, name);
  } catch {
    // Gone already.
  }
}

const running = new Set<ChildProcess>();

/**
 * Ends every running command by SIGTERM, in the end by SIGKILL; resolves when they are gone. Meanwhile this process must
 * live and read what they print: a command without a reader dies at its first word, and does not tidy up.
 */
export async function endCommands(): Promise<void> {
  await Promise.all(
    [...running].map(
      (child) =>
        new Promise<void>((resolve) => {
          child.once("close", () => {
            resolve();
          });
          setTimeout(() => {
            signalGroup(child, "SIGKILL");
            resolve();
          }, patience.terminate);
          signalGroup(child, "SIGTERM");
        }),
    ),
  );
}

/**
 * Runs `command` to its end. Fails, with the command's output in the message, when it does not end with status 0.
 * `shown` is the command as an error may show it.
 */
export async function runLocal(
  command: string,
  shown: string,
  inputs: LocalInputs,
  previous: Properties,
  log: Log,
  signal: AbortSignal,
): Promise<RunOutputs> {
  signal.throwIfAborted();
  const directory = inputs.dir ?? process.cwd();
  if (!isDirectory(directory)) throw new Error(`chdir ${directory}: no such directory: running ${shown}`);
  const [program = "/bin/sh", ...rest] = inputs.interpreter?.length ? inputs.interpreter : ["/bin/sh", "-c"];
  const output = new Output(inputs.logging, log.status);
  const child = spawn(program, [...rest, command], {
    cwd: directory,
    env: { ...stepEnvironment(process.env), ...inputs.environment, ...previousOutput(inputs, previous) },
    stdio: [inputs.stdin === undefined || inputs.stdin === "" ? "ignore" : "pipe", "pipe", "pipe"],
    detached: true,
  });
  const stop = (): void => {
    end(child);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const outcome = await new Promise<string | undefined>((resolve, reject) => {
      child.once("error", reject);
      child.stdout?.on("data", (chunk: Buffer) => {
        output.add("stdout", chunk);
      });
      child.stderr?.on("data", (chunk: Buffer) => {
        output.add("stderr", chunk);
      });
      // A command that does not read its input is no error.
      child.stdin?.on("error", () => undefined);
      child.stdin?.end(inputs.stdin);
      running.add(child);
      child.once("close", (status, name) => {
        resolve(status === 0 ? undefined : describe(status, name));
      });
    });
    output.end();
    await log.flush();
    if (outcome !== undefined) throw await failure(outcome, shown, output, log);
  } finally {
    running.delete(child);
    signal.removeEventListener("abort", stop);
  }
  return {
    stdout: output.text("stdout"),
    stderr: output.text("stderr"),
    ...(inputs.assetPaths === undefined ? {} : { assets: await collectAssets(directory, inputs.assetPaths) }),
    ...(inputs.archivePaths === undefined ? {} : { archive: await collectArchive(directory, inputs.archivePaths) }),
  };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function describe(status: number | null, name: NodeJS.Signals | null): string {
  return status === null
    ? `signal: ${name ?? "unknown"} (${name === null ? "?" : constants.signals[name]})`
    : `exit status ${status}`;
}
