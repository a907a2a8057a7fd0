/** The testbed that is harmed: up as long as faults pass, taken down and checked by its file system's own words after that. */
import { messageOf } from "../../base/errors.ts";
import { lookAtRack, readRack, withMachines } from "../../cli/rack.ts";
import { runPulumi } from "../../toolchain/pulumi-command.ts";
import { checkFilesystem, type CheckVerdict } from "./filesystem-check.ts";
import type { CheckRow } from "./rows.ts";

const patienceMs = 900_000;

export class Testbed {
  readonly #project: string;
  readonly #stack: string;
  readonly #say: (line: string) => void;
  /** Whether the last fault left it as it must be. */
  #isWhole = false;
  #since: string[] = [];

  constructor(project: string, stack: string, say: (line: string) => void) {
    this.#project = project;
    this.#stack = stack;
    this.#say = say;
  }

  /** Brings it up unless the last fault left it up and whole. */
  async up(): Promise<Awaited<ReturnType<typeof lookAtRack>>> {
    if (!this.#isWhole) await this.#pulumi("up");
    return await lookAtRack(this.#stack);
  }

  /** A fault was tried on it. */
  harmed(fault: string, isWhole: boolean): void {
    this.#since.push(fault);
    this.#isWhole = isWhole;
  }

  /** Takes it down, and has the file system checked that stays; undefined where nothing was tried since the last check. */
  async check(): Promise<CheckRow | undefined> {
    if (this.#since.length === 0) return undefined;
    const checked = this.#since;
    this.#since = [];
    this.#isWhole = false;
    const row = { at: new Date().toISOString(), stack: this.#stack, checked };
    try {
      await this.#pulumi("destroy");
      const { leakedBlocks, damage } = await this.#verdict();
      return { ...row, leakedBlocks, problems: damage.map((line) => `the file system's check: ${line}`) };
    } catch (error) {
      // What was found before stands whatever becomes of the rest.
      return { ...row, leakedBlocks: 0, problems: [messageOf(error)] };
    }
  }

  async #verdict(): Promise<CheckVerdict> {
    const { inventory, plan } = await readRack(this.#stack);
    const [first] = inventory.hosts;
    const { filesystem } = plan;
    if (first === undefined || filesystem === undefined) return { leakedBlocks: 0, damage: [] };
    return await withMachines(inventory, (remote) => checkFilesystem(remote, first.name, filesystem, patienceMs));
  }

  async #pulumi(action: string): Promise<void> {
    const args = [action, "--stack", this.#stack, "--yes", "--skip-preview"];
    await runPulumi(args, { project: this.#project, say: this.#say });
  }
}
