/** A ledger on every host of a testbed: a writer that counts a record as acknowledged only when it is safe, and who asks for it again. */
import { readFile } from "node:fs/promises";
import type { Remote } from "../../rack/remote.ts";

/** Runs `work` with new connections: those of before end with a host that is cut off. */
export type Connect = <Result>(work: (remote: Remote) => Promise<Result>) => Promise<Result>;

export interface Acknowledged {
  readonly host: string;
  /** Lines of its acknowledgements: number, SHA-256, ms since 1970. */
  readonly lines: readonly string[];
}

export interface Checked {
  readonly acknowledged: number;
  /** Numbers of records that were acknowledged and are gone, or are others now. */
  readonly lost: readonly number[];
}

const unit = "crossbed-ledger";
const place = `read -r name; read -r directory
acks=/var/lib/${unit}/$name program=/run/${unit}.mjs
`;
const checkMs = 600_000;

export class Ledger {
  readonly #connect: Connect;
  readonly #hosts: readonly string[];
  readonly #name: string;
  readonly #mountPoint: string;

  /** `name` tells its records from those of other faults, on the hosts' disks and in the cluster file system. */
  constructor(connect: Connect, hosts: readonly string[], name: string, mountPoint: string) {
    this.#connect = connect;
    this.#hosts = hosts;
    this.#name = name;
    this.#mountPoint = mountPoint;
  }

  /** Every host writes. */
  async start(): Promise<void> {
    const program = await readFile(new URL("ledger.mjs", import.meta.url), "base64");
    const command = `set -e
${place}read -r program_text
mkdir -p "\${acks%/*}"
base64 -d <<< "$program_text" > "$program"
systemctl stop ${unit} 2> /dev/null || true
systemd-run --quiet --collect --unit=${unit} --property=RuntimeMaxSec=3600 "$(type -P node)" "$program" write "$directory" "$acks"`;
    await this.#connect(async (remote) => {
      await Promise.all(this.#hosts.map((host) => remote.run(host, command, `${this.#place(host)}${program}\n`)));
    });
  }

  /** Ends the writers that still run. */
  async stop(hosts = this.#hosts): Promise<void> {
    await this.#connect(async (remote) => {
      await Promise.all(
        hosts.map((host) => remote.run(host, `systemctl stop ${unit} 2> /dev/null || true`, "", checkMs)),
      );
    });
  }

  /** What each host has acknowledged so far. */
  async acknowledged(hosts = this.#hosts): Promise<Acknowledged[]> {
    return await this.#connect(async (remote) =>
      Promise.all(
        hosts.map(async (host) => {
          const text = await remote.run(host, `${place}cat "$acks" 2> /dev/null || true`, this.#place(host));
          return { host, lines: text.split("\n").filter((line) => line !== "") };
        }),
      ),
    );
  }

  /** Asks one host, which has the file system mounted, for every record of another one. */
  async check(by: string, { host, lines }: Acknowledged): Promise<Checked> {
    const command = `${place}exec node "$program" check "$directory"`;
    const printed = await this.#connect(async (remote) => {
      const program = await readFile(new URL("ledger.mjs", import.meta.url), "base64");
      await remote.run(by, `base64 -d > /run/${unit}.mjs`, program);
      return await remote.run(by, command, `${this.#place(host)}${lines.join("\n")}\n`, checkMs);
    });
    return JSON.parse(printed) as Checked;
  }

  /** Removes the records. */
  async remove(by: string): Promise<void> {
    await this.#connect((remote) =>
      remote.run(by, 'read -r directory; rm -rf "$directory"', `${this.#directory()}\n`, checkMs),
    );
  }

  #directory(): string {
    return `${this.#mountPoint}/${this.#name}`;
  }

  #place(host: string): string {
    return `${this.#name}\n${this.#directory()}/${host}\n`;
  }
}

/** The longest time between two acknowledgements of a host, in seconds. */
export function longestPauseSec({ lines }: Acknowledged): number {
  const times = lines.map((line) => Number(line.split(" ")[2]));
  return Math.max(0, ...times.slice(1).map((time, index) => time - (times[index] ?? time))) / 1000;
}
