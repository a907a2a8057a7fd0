/**
 * A ledger in every guest, on its own disk and so on the LUN. A record counts as acknowledged once its line has arrived on this machine:
 * a guest has no disk that does not hang on what is harmed.
 */
import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { BenchmarkRequest } from "../../benchmarks/run/request.ts";
import { Remote, type RemoteProcess } from "../../rack/remote.ts";
import type { Acknowledged, Checked } from "./ledger.ts";

const program = "/run/crossbed-ledger.mjs";
/** In one go, for each connection costs seconds. */
const open = `read -r text; read -r directory
printf %s "$text" | base64 -d > ${program}
`;
/** A guest that is emulated twice starts Node.js in half a minute. */
const startSec = 300;
const checkMs = 600_000;
const firstRecords = 3;
/** Guests have little processor to spare for it. */
const pauseMs = 1000;

/** Runs `work` with new connections to all machines of a testbed that is up, its guests among them. */
export async function withGuests<Result>(
  { machines, privateKeyFile }: Pick<BenchmarkRequest, "machines" | "privateKeyFile">,
  work: (remote: Remote) => Promise<Result>,
): Promise<Result> {
  const remote = await Remote.open(machines, privateKeyFile);
  try {
    return await work(remote);
  } finally {
    await remote.close();
  }
}

export class GuestLedger {
  readonly #remote: Remote;
  readonly #directory: string;
  readonly #said = new Map<string, string>();
  readonly #writers: RemoteProcess[] = [];

  private constructor(remote: Remote, directory: string) {
    this.#remote = remote;
    this.#directory = directory;
  }

  /** Every guest writes. `name` tells its records from those of other faults. */
  static async start(request: BenchmarkRequest, name: string): Promise<GuestLedger> {
    const remote = await Remote.open(request.machines, request.privateKeyFile);
    const ledger = new GuestLedger(remote, `/var/lib/${name}`);
    await Promise.all(request.guests.map((guest) => ledger.#write(guest.name)));
    return ledger;
  }

  /** Ends the writers, and the connections with them. */
  async stop(): Promise<void> {
    for (const writer of this.#writers) writer.kill("SIGTERM");
    await Promise.allSettled(this.#writers);
    await this.#remote.close();
  }

  acknowledged(): Acknowledged[] {
    return [...this.#said].map(([host, text]) => ({
      host,
      // A line without its end was cut on its way.
      lines: text.split("\n").slice(0, -1),
    }));
  }

  /** Asks each guest, which is up again with the disk that it had, for its own records; they are removed where none is lost. */
  async check(request: BenchmarkRequest): Promise<(Checked & { readonly guest: string })[]> {
    return await withGuests(request, async (remote) =>
      Promise.all(
        this.acknowledged().map(async ({ host: guest, lines }) => {
          const input = `${await this.#opening()}${lines.join("\n")}\n`;
          const printed = await remote.run(
            guest,
            `${open}exec node ${program} check "$directory" remove`,
            input,
            checkMs,
          );
          return { guest, ...(JSON.parse(printed) as Checked) };
        }),
      ),
    );
  }

  async #write(guest: string): Promise<void> {
    // It ends with its connection: nobody would count what it writes after that.
    const writer = this.#remote.start(guest, `${open}exec node ${program} write "$directory" - ${pauseMs}`);
    this.#writers.push(writer);
    this.#said.set(guest, "");
    writer.stdout.on("data", (chunk: Buffer) => {
      this.#said.set(guest, `${this.#said.get(guest) ?? ""}${chunk.toString()}`);
    });
    writer.stderr.resume();
    writer.stdin.write(await this.#opening());
    const end = Date.now() + startSec * 1000;
    while ((this.#said.get(guest) ?? "").split("\n").length <= firstRecords) {
      if (Date.now() > end) throw new Error(`the ledger in ${guest} wrote nothing within ${startSec} s`);
      await setTimeout(500);
    }
  }

  /** What the commands read first. */
  async #opening(): Promise<string> {
    return `${await readFile(new URL("ledger.mjs", import.meta.url), "base64")}\n${this.#directory}\n`;
  }
}
