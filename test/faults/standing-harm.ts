/** What is harmed at the moment, in a file: a suite that was killed heals it when it starts again. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Harm } from "./harms.ts";

/** Does a harm, and undoes it; undoing may run twice, and where the harm was never done. */
export interface Hands {
  readonly inflict: (harm: Harm) => Promise<void>;
  readonly heal: (harm: Harm) => Promise<void>;
}

export class StandingHarm {
  readonly #file: string;
  readonly #hands: Hands;
  #harms: Harm[];
  #kept: Promise<void> = Promise.resolve();

  private constructor(file: string, hands: Hands, harms: Harm[]) {
    this.#file = file;
    this.#hands = hands;
    this.#harms = harms;
  }

  /** With what an earlier suite left in the file, which need not exist. */
  static async open(file: string, hands: Hands): Promise<StandingHarm> {
    const text = await readFile(file, "utf8").catch(() => "[]");
    return new StandingHarm(file, hands, JSON.parse(text) as Harm[]);
  }

  /** Puts a harm on record, and does it. */
  async inflict(harm: Harm): Promise<void> {
    await this.note(harm);
    await this.#hands.inflict(harm);
  }

  /** Puts a harm on record that somebody else does. */
  async note(harm: Harm): Promise<void> {
    await this.#keep([...this.#harms, harm]);
  }

  /** Undoes a harm; only then it is off the record. */
  async heal(harm: Harm): Promise<void> {
    await this.#hands.heal(harm);
    await this.#keep(this.#harms.filter((one) => JSON.stringify(one) !== JSON.stringify(harm)));
  }

  /** Undoes all of these, the newest first; returns how many there were. */
  async healAll(which: (harm: Harm) => boolean = () => true): Promise<number> {
    const harms = this.#harms.filter(which).toReversed();
    for (const harm of harms) await this.heal(harm);
    return harms.length;
  }

  /** One after another: a command that ends on its own is taken off the record at any time. */
  async #keep(harms: Harm[]): Promise<void> {
    this.#harms = harms;
    this.#kept = this.#kept.then(async () => {
      await mkdir(dirname(this.#file), { recursive: true });
      await writeFile(`${this.#file}.new`, JSON.stringify(this.#harms));
      await rename(`${this.#file}.new`, this.#file);
    });
    await this.#kept;
  }
}
