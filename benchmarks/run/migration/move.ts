/** Live migration of a guest between two hosts, and the way home: everything that moves a guest goes through here. */
import { CrossbedError } from "../../../base/errors.ts";
import { secToMs } from "../../../base/units.ts";
import { localUri } from "../../../platforms/platform.ts";
import { peerSsh } from "../../../rack/paths.ts";
import { lastWords, type Remote } from "../../../rack/remote.ts";
import { commandText, scriptInput } from "../../../rack/script.ts";
import { homeLimitSec } from "../../cases/migration.ts";
import type { MigrationHost, MigrationPlan, MovableGuest } from "../request.ts";

export const migrateScript = commandText(new URL("migrate.sh", import.meta.url));

/** Names come from the plan, which checked them; they still go in by stdin. */
const runningCommand = commandText({ text: 'exec virsh -q -c "${URI:?}" list --name' });

const completedJobCommand = commandText({
  text: 'LC_ALL=C virsh -q -c "${URI:?}" domjobinfo --completed -- "${DOMAIN:?}" 2> /dev/null || true',
});

/** Calling a migration off after the limit takes some time; after that the runner waits no longer. */
const patience = 3;

export interface Hop {
  readonly from: string;
  readonly to: string;
  /** By the clock of the host that it left, milliseconds since 1970; the caller's clock when that host said nothing. */
  readonly startMs: number;
  readonly endMs: number;
  /** Bytes that left the host meanwhile by the card that leads to the other; absent when the host said nothing. */
  readonly sentBytes?: number;
  /** Why the guest does not have its own pCPUs where it arrived; absent when it has them. */
  readonly unpinned?: string;
  /** Why it failed, in the tools' own words; absent when the guest arrived. */
  readonly failure?: string;
}

export interface MoverOptions extends MigrationPlan {
  /** A migration that takes longer is called off. */
  readonly limitSec: number;
}

/** What to do where a guest cannot come home. */
export const bringHomeByHand = "Remove the cause on both hosts, then run npx crossbed home with the stack's name.";

/** Moves guests of one testbed. */
export class Mover {
  readonly #remote: Remote;
  readonly #options: MoverOptions;

  constructor(remote: Remote, options: MoverOptions) {
    this.#remote = remote;
    this.#options = options;
  }

  /** Names of the hosts where the guest runs: none or one, unless something went badly wrong. */
  async whereRuns(guest: MovableGuest): Promise<string[]> {
    const running = await this.running();
    return [...running].flatMap(([host, domains]) => (domains.includes(guest.domain) ? [host] : []));
  }

  /** Names of the domains that run on each host. */
  async running(): Promise<ReadonlyMap<string, readonly string[]>> {
    const seen = this.#options.hosts.map(
      async ({ name }) =>
        [name, (await this.#remote.run(name, runningCommand, scriptInput({ URI: this.#uri }))).split("\n")] as const,
    );
    return new Map(await Promise.all(seen));
  }

  /** Moves a guest that runs on `from`. A failure is a result; an unknown host is a programmer's error. */
  async move(guest: MovableGuest, from: string, to: string): Promise<Hop> {
    const { limitSec } = this.#options;
    const peer = this.#options.hosts.find(({ name }) => name === to);
    if (peer === undefined) throw new RangeError(`no host ${to}`);
    const startMs = Date.now();
    const child = this.#remote.start(from, migrateScript);
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    const said = lastWords(child, "");
    const values = {
      URI: this.#uri,
      DOMAIN: guest.domain,
      PEER: peerUri(this.#options, peer),
      THROUGH: peer.migrationAddress,
      LIMIT_SEC: String(limitSec),
      DIRECTION: to === guest.host ? "home" : "away",
      SHARE: shareLine(guest, from, to),
    };
    child.stdin.end(scriptInput(values));
    const timer = setTimeout(() => child.kill("SIGTERM"), secToMs(limitSec) * patience);
    const { exitCode } = await child;
    clearTimeout(timer);
    const timeOf = (what: string): number | undefined => {
      const seconds = new RegExp(`^${what}=(\\d+)[.,](\\d+)$`, "mu").exec(printed);
      return seconds === null ? undefined : secToMs(Number(`${seconds[1] ?? ""}.${seconds[2] ?? ""}`));
    };
    const sent = /^sent=(\d+)$/mu.exec(printed)?.[1];
    const unpinned = /^unpinned=(.*)$/mu.exec(printed)?.[1];
    const figures = {
      startMs: timeOf("started") ?? startMs,
      endMs: timeOf("ended") ?? Date.now(),
      ...(sent === undefined ? {} : { sentBytes: Number(sent) }),
      ...(unpinned === undefined ? {} : { unpinned }),
    };
    if (exitCode === 0) return { from, to, ...figures };
    return { from, to, ...figures, failure: said() || `ended with status ${String(exitCode)}` };
  }

  /** What libvirt counted of the migration that just brought a guest to a host; empty where the hypervisor keeps nothing. */
  async completedJob(guest: MovableGuest, host: string): Promise<string> {
    return await this.#remote.run(host, completedJobCommand, scriptInput({ URI: this.#uri, DOMAIN: guest.domain }));
  }

  /**
   * Brings a guest home from wherever it runs; one that is there, or runs nowhere, is left alone. Returns the host that it
   * came from. Throws `held` with host and cure when it cannot be brought home.
   */
  async bringHome(guest: MovableGuest): Promise<string | undefined> {
    const places = await this.whereRuns(guest);
    if (places.length === 0 || places.includes(guest.host)) return undefined;
    const [away = ""] = places;
    const hop = await this.move(guest, away, guest.host);
    if (hop.failure === undefined) return away;
    // The keeper of a run that was killed may have been quicker.
    if ((await this.whereRuns(guest)).includes(guest.host)) return undefined;
    throw new CrossbedError("held", `${guest.domain} cannot come home to ${guest.host}: ${hop.failure}`, {
      where: away,
      hint: bringHomeByHand,
    });
  }

  get #uri(): string {
    return localUri(this.#options);
  }
}

/** What a guest's pCPUs become on another host, as `migrate.sh` reads it; empty where they stay the same, or nothing is pinned. */
export function shareLine({ shares }: Pick<MovableGuest, "shares">, from: string, to: string): string {
  const [before, after] = [from, to].map((host) => {
    const { pins, emulator } = shares?.[host] ?? { pins: [], emulator: [] };
    const beside = emulator.length === 0 ? [] : [`emulator=${emulator.join(",")}`];
    return [...pins.map((pcpu, vcpu) => `${String(vcpu)}=${String(pcpu)}`), ...beside].join(" ");
  });
  return after === before || after === undefined ? "" : after;
}

/**
 * libvirt's URI of a host for its peers, with the hosts' own key and pinned host keys, as
 * `components/host/scripts/trust-peers.sh` laid them down.
 */
export function peerUri({ scheme }: Pick<MigrationPlan, "scheme">, { managementAddress }: MigrationHost): string {
  return `${scheme}+ssh://root@${managementAddress}/system?command=${peerSsh}`;
}

/** Brings every guest home that runs elsewhere, one after another, and reports each; returns how many had to move. */
export async function bringGuestsHome(
  remote: Remote,
  migration: MigrationPlan,
  say: (line: string) => void,
): Promise<number> {
  const mover = new Mover(remote, { ...migration, limitSec: homeLimitSec });
  const running = await mover.running();
  const away = migration.guests.filter(
    ({ domain, host }) =>
      running.get(host)?.includes(domain) !== true && [...running.values()].some((domains) => domains.includes(domain)),
  );
  for (const guest of away) {
    const from = await mover.bringHome(guest);
    if (from !== undefined) say(`${guest.domain}: from ${from} home to ${guest.host}`);
  }
  return away.length;
}
