/**
 * One step of a study as a process of its own: it goes on when the study is killed, is known by its identity before it does anything, and
 * writes to a file, so that nothing it needs ends with the study.
 */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import type { Writable } from "node:stream";
import { identityOf, type ProcessOfMachine } from "../base/process-identity.ts";
import { follow } from "./follow.ts";

export interface StepCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** Added to this process's own. */
  readonly env: Readonly<Record<string, string>>;
}

export interface StepEnd {
  /** Absent when a signal ended it. */
  readonly status: number | undefined;
  readonly signal: string | undefined;
}

export interface StepOptions {
  readonly directory: string;
  /** What the step prints goes here. */
  readonly log: string;
  /** Once it aborts, the step is asked to end, and waited for. */
  readonly signal: AbortSignal;
  /** Awaited before the step does anything; where it fails, the step never begins. */
  readonly onBegin: (process: ProcessOfMachine) => Promise<void>;
}

/** A shell that becomes the step when it is told so. When whoever started it dies before, its stdin ends, and it does too. */
const waitForWord = 'read -r word && exec "$0" "$@"';

/** Runs a step to its end; its words are shown on stderr as they come. */
export async function runStep({ file, args, env }: StepCommand, options: StepOptions): Promise<StepEnd> {
  const output = openSync(options.log, "a");
  // Of its own session: a terminal's Ctrl-C reaches the study alone, which asks the step to end once.
  const running = spawn("sh", ["-c", waitForWord, file, ...args], {
    cwd: options.directory,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["pipe", output, output],
  });
  closeSync(output);
  const { stdin } = running as ChildProcessByStdio<Writable, null, null>;
  const over = once(running, "exit") as Promise<[status: number | null, signal: NodeJS.Signals | null]>;
  stdin.on("error", () => undefined); // it was ended before it began; its status tells
  const stop = (): void => void running.kill("SIGTERM");
  const following = follow(options.log, process.stderr);
  try {
    const identity = running.pid === undefined ? undefined : identityOf(running.pid);
    try {
      if (identity !== undefined) await options.onBegin(identity);
    } catch (error) {
      stdin.end();
      await over;
      throw error;
    }
    options.signal.addEventListener("abort", stop);
    if (options.signal.aborted) stdin.end();
    else stdin.end("go\n");
    const [status, signal] = await over;
    return { status: status ?? undefined, signal: signal ?? undefined };
  } finally {
    options.signal.removeEventListener("abort", stop);
    await following.end();
  }
}
