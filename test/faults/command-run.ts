/** A command of Crossbed's that a fault starts: in a process group of its own, so that a signal reaches all of it and nothing else. */
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import { identityOf, isAlive, type ProcessOfMachine } from "../../base/process-identity.ts";
import type { HarmedLab } from "./fault.ts";
import type { Harm } from "./harms.ts";

/** How long a command may take to end in order. */
const endSec = 600;

export interface CommandOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where it runs; default: in the suite's clone. */
  readonly cwd?: string;
}

export interface Ended {
  /** Absent of one that a signal ended. */
  readonly status: number | undefined;
  readonly said: string;
}

/** Starts it; it is on record as a harm until it has ended. */
export async function startCommand(
  { standing, project }: Pick<HarmedLab, "standing" | "project">,
  [program, ...args]: readonly [string, ...string[]],
  { input = "", env = {}, cwd = project }: CommandOptions = {},
): Promise<CommandRun> {
  const child = execa(program, args, { cwd, env, input, detached: true, all: true, reject: false });
  if (child.pid === undefined) throw new Error(`${program} ${args.join(" ")} did not start`);
  // One that is over by now harms nothing.
  const process = identityOf(child.pid);
  const harm: Harm | undefined = process === undefined ? undefined : { kind: "command", process };
  // Listens at once: what it says first is not said again.
  const run = new CommandRun(child, child.pid, async () => {
    if (harm !== undefined) await standing.heal(harm);
  });
  if (harm !== undefined) await standing.note(harm);
  return run;
}

/** The command line of a command of Crossbed's. */
export const crossbedLine = (...args: readonly string[]): [string, ...string[]] => [
  "node",
  "cli/crossbed.mjs",
  ...args,
];

export class CommandRun {
  /** Also that of its process group. */
  readonly pid: number;
  readonly ended: Promise<Ended>;
  #said = "";
  #isOver = false;

  constructor(
    child: Promise<{ readonly exitCode?: number }> & { readonly all: NodeJS.ReadableStream },
    pid: number,
    over: () => Promise<void>,
  ) {
    this.pid = pid;
    child.all.on("data", (chunk: Buffer) => {
      process.stderr.write(chunk);
      this.#said += chunk.toString();
    });
    this.ended = child.then(async ({ exitCode }) => {
      this.#isOver = true;
      await over();
      return { status: exitCode, said: this.#said };
    });
  }

  /** Waits until it has said something; throws where it ends without. */
  async untilSays(what: RegExp): Promise<string> {
    for (;;) {
      const found = what.exec(this.#said)?.[0];
      if (found !== undefined) return found;
      if (this.#isOver) throw new Error(`it ended without saying ${what.source}: ${this.#said.slice(-1000)}`);
      await setTimeout(200);
    }
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Sends a signal to all of it, unless it is over. */
  signal(signal: NodeJS.Signals): void {
    if (!this.#isOver) signalGroup(this.pid, signal);
  }

  /** Has it end as Ctrl-C does. */
  async interrupt(): Promise<Ended> {
    this.signal("SIGINT");
    const end = new AbortController();
    const late = setTimeout(endSec * 1000, undefined, { signal: end.signal }).then(
      () => {
        this.signal("SIGKILL");
      },
      () => undefined,
    );
    const ended = await this.ended;
    end.abort();
    await late;
    return ended;
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Ends a command of a suite that was killed, in order where it can; its group is known by its first process. */
export async function endGroup(leader: ProcessOfMachine): Promise<void> {
  for (let second = 0; isAlive(leader) === true; second += 1) {
    if (second === 0) signalGroup(leader.pid, "SIGINT");
    if (second === endSec) signalGroup(leader.pid, "SIGKILL");
    await setTimeout(1000);
  }
}
