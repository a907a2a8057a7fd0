/** Watches over a guest that moves: its home host fetches it back when the runner is done with it, or is gone. */
import { createInterface } from "node:readline";
import { CrossbedError } from "../../../base/errors.ts";
import { secToMs } from "../../../base/units.ts";
import { localUri } from "../../../platforms/platform.ts";
import { lastWords, type Remote, type RemoteProcess } from "../../../rack/remote.ts";
import { commandText, scriptInput } from "../../../rack/script.ts";
import { homeLimitSec } from "../../cases/migration.ts";
import type { MigrationPlan, MovableGuest } from "../request.ts";
import { bringHomeByHand, migrateScript, peerUri, shareLine } from "./move.ts";

const script = commandText(new URL("keep-home.sh", import.meta.url));

/** How often the runner says that it lives, and after how much silence the keeper acts. */
const signOfLifeMs = secToMs(10);
const silenceSec = 120;

export class HomeKeeper {
  readonly #guest: MovableGuest;
  readonly #process: RemoteProcess;
  readonly #signs: NodeJS.Timeout;
  readonly #said: () => string;

  private constructor(guest: MovableGuest, process: RemoteProcess) {
    this.#guest = guest;
    this.#process = process;
    this.#said = lastWords(process, "its host does not answer");
    this.#signs = setInterval(() => process.stdin.write("\n"), signOfLifeMs);
  }

  /** Resolves when the guest's home host keeps watch over a stay on the host `away`. */
  static async start(remote: Remote, migration: MigrationPlan, guest: MovableGuest, away: string): Promise<HomeKeeper> {
    const [home, peer] = [guest.host, away].map((name) => migration.hosts.find((host) => host.name === name));
    if (home === undefined || peer === undefined) throw new RangeError(`no host ${guest.host} or ${away}`);
    const process = remote.start(guest.host, script);
    const keeper = new HomeKeeper(guest, process);
    const values = {
      URI: localUri(migration),
      DOMAIN: guest.domain,
      PEER: peer.managementAddress,
      MIGRATE: Buffer.from(migrateScript).toString("base64"),
      HOME_URI: peerUri(migration, home),
      THROUGH: home.migrationAddress,
      LIMIT_SEC: String(homeLimitSec),
      SHARE: shareLine(guest, away, guest.host),
      SILENCE_SEC: String(silenceSec),
    };
    process.stdin.write(scriptInput(values));
    await Promise.race([keeper.#watching(), process.then(() => keeper.#fail())]);
    return keeper;
  }

  /** Makes the keeper bring the guest home, after the hop under way. Throws `held` with host and cure when it cannot. */
  async finish(): Promise<void> {
    clearInterval(this.#signs);
    this.#process.stdin.end();
    const { exitCode } = await this.#process;
    if (exitCode !== 0) this.#fail();
  }

  /** A login may print something of its own before. */
  async #watching(): Promise<void> {
    await new Promise<void>((resolve) => {
      createInterface({ input: this.#process.stdout }).on("line", (line) => {
        if (line === "watching") resolve();
      });
    });
  }

  #fail(): never {
    clearInterval(this.#signs);
    throw new CrossbedError("held", `${this.#guest.domain} is not at home: ${this.#said()}`, {
      where: this.#guest.host,
      hint: bringHomeByHand,
    });
  }
}
