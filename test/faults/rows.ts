/** What faults did to a testbed: a row each time that one was tried, gathered in a journal over runs. */
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { table } from "../../base/text-table.ts";

export interface Row {
  readonly at: string;
  readonly stack: string;
  readonly fault: string;
  /** Hosts that were cut off. */
  readonly fenced: readonly string[];
  readonly acknowledged: number;
  readonly lost: number;
  /** Blocks of the file system that nothing uses and that are marked as used, by its own check. Absent in rows of earlier versions. */
  readonly leakedBlocks?: number;
  /** The longest time for which a host that survived got nothing written. */
  readonly serviceSec: number;
  /** From the end of the fault until `up` has repaired the testbed. */
  readonly repairSec: number;
  /** What must not be, a sentence each. */
  readonly problems: readonly string[];
}

export async function keepRow(journal: string, row: Row): Promise<void> {
  await mkdir(dirname(journal), { recursive: true });
  await appendFile(journal, `${JSON.stringify(row)}\n`);
}

/** The rows of all runs so far; a line that was cut is left out. */
export async function readRows(journal: string): Promise<Row[]> {
  const text = await readFile(journal, "utf8").catch(() => "");
  return text.split("\n").flatMap((line): Row[] => {
    try {
      return [JSON.parse(line) as Row];
    } catch {
      return [];
    }
  });
}

/** A line for each fault and stack: sums, and the worst time. */
export function renderRows(rows: readonly Row[]): string {
  const kinds = [...new Set(rows.map(({ stack, fault }) => `${stack} ${fault}`))];
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const worst = (numbers: readonly number[]): string => Math.max(...numbers).toFixed(0);
  return table([
    [
      "stack",
      "fault",
      "tried",
      "passed",
      "fenced",
      "acknowledged",
      "lost",
      "leaked blocks",
      "s to service",
      "s to repair",
    ],
    ...kinds.map((kind) => {
      const own = rows.filter(({ stack, fault }) => `${stack} ${fault}` === kind);
      return [
        ...kind.split(" "),
        String(own.length),
        String(own.filter(({ problems }) => problems.length === 0).length),
        String(sum(own.map(({ fenced }) => fenced.length))),
        String(sum(own.map(({ acknowledged }) => acknowledged))),
        String(sum(own.map(({ lost }) => lost))),
        String(sum(own.map(({ leakedBlocks = 0 }) => leakedBlocks))),
        worst(own.map(({ serviceSec }) => serviceSec)),
        worst(own.map(({ repairSec }) => repairSec)),
      ];
    }),
  ]).join("\n");
}
