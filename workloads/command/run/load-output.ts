/** Reads what `machine/generator.sh` prints of a load into intervals: first when the load began, then the generator's own statistics. */
import { CrossbedError } from "../../../base/errors.ts";
import type { IntervalRecord, RunSpec } from "../../records.ts";
import type { OutputSettings } from "../spec.ts";
import { IntervalSums } from "./intervals.ts";
import { RowReader } from "./rows.ts";

export interface LoadOutputArgs {
  readonly generator: string;
  /** Names the generator in errors. */
  readonly where: string;
  readonly run: RunSpec;
  readonly output: OutputSettings;
  /** Gets each interval once it is complete. */
  readonly onInterval: (interval: IntervalRecord) => void;
}

export class LoadOutput {
  readonly #args: LoadOutputArgs;
  #begun: { readonly rows: RowReader; readonly sums: IntervalSums } | undefined;

  constructor(args: LoadOutputArgs) {
    this.#args = args;
  }

  /** Whether the next line is of the generator's own statistics. */
  get hasBegun(): boolean {
    return this.#begun !== undefined;
  }

  /** Throws `malformed` for a line that is not what the settings say. */
  add(line: string): void {
    const { generator, where, run, output, onInterval } = this.#args;
    if (this.#begun === undefined) {
      const startEpochMs = Number(line);
      if (!(startEpochMs > 0)) {
        throw new CrossbedError("malformed", `"${line}" is not the time at which the load began.`, {
          where,
          hint: "Does the machine print something at each ssh login?",
        });
      }
      const sums = new IntervalSums(generator, run, run.startAtEpochMs ?? startEpochMs);
      this.#begun = { rows: new RowReader(output, where, startEpochMs), sums };
      return;
    }
    const row = this.#begun.rows.read(line);
    const interval = row === undefined ? undefined : this.#begun.sums.add(row);
    if (interval !== undefined) onInterval(interval);
  }

  /** All intervals, the last one completed. */
  finish(): IntervalSums {
    const { generator, run, onInterval } = this.#args;
    const sums = this.#begun?.sums ?? new IntervalSums(generator, run, run.startAtEpochMs ?? 0);
    const last = sums.finish();
    if (last !== undefined) onInterval(last);
    return sums;
  }
}
