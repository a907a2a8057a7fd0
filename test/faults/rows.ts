/** What faults did to a testbed: a row each time that one was tried, gathered in a journal over runs. */
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { table } from "../../base/text-table.ts";
import type { Fault } from "./fault.ts";

/** What is only known where a try came to its end. */
export interface Figures {
  /** Hosts that were cut off. */
  readonly fenced: readonly string[];
  readonly acknowledged: number;
  readonly lost: number;
  /** Requests that were sent meanwhile, and those that were answered; absent where there were none. */
  readonly requests?: { readonly sent: number; readonly answered: number };
  /** The longest time for which a host that survived got nothing written. */
  readonly serviceSec: number;
  /** From the end of the fault until `up` has repaired the testbed. */
  readonly repairSec: number;
}

export interface Row extends Partial<Figures> {
  readonly at: string;
  readonly stack: string;
  readonly fault: string;
  /** Decides the moments that were left to chance. Absent in rows of earlier versions. */
  readonly seed?: number;
  /** Blocks of the file system that nothing uses and that are marked as used, by its own check; absent where a later check says it. */
  readonly leakedBlocks?: number;
  /** The whole try, with everything that is asked before and after. Absent in rows of earlier versions. */
  readonly tookSec?: number;
  /** What must not be, a sentence each. */
  readonly problems: readonly string[];
}

/** One check of the file system after several faults. */
export interface CheckRow {
  readonly at: string;
  readonly stack: string;
  readonly checked: readonly string[];
  readonly leakedBlocks: number;
  readonly problems: readonly string[];
}

export interface Journal {
  readonly rows: readonly Row[];
  readonly checks: readonly CheckRow[];
}

export async function keepRow(journal: string, row: Row | CheckRow): Promise<void> {
  await mkdir(dirname(journal), { recursive: true });
  await appendFile(journal, `${JSON.stringify(row)}\n`);
}

/** All runs so far; a line that was cut is left out. */
export async function readJournal(journal: string): Promise<Journal> {
  const text = await readFile(journal, "utf8").catch(() => "");
  const lines = text.split("\n").flatMap((line): (Row | CheckRow)[] => {
    try {
      return [JSON.parse(line) as Row | CheckRow];
    } catch {
      return [];
    }
  });
  return {
    rows: lines.filter((line): line is Row => "fault" in line),
    checks: lines.filter((line): line is CheckRow => "checked" in line),
  };
}

/** How often each of these faults is still to be tried on a stack. */
export function missingTimes(faults: readonly Fault[], rows: readonly Row[], stack: string): Map<Fault, number> {
  return new Map(
    faults.map((fault) => {
      const tried = rows.filter((row) => row.stack === stack && row.fault === fault.name).length;
      return [fault, Math.max(0, fault.times - tried)];
    }),
  );
}

type Known = readonly (number | undefined)[];

const known = (numbers: Known): number[] => numbers.filter((number) => number !== undefined);
const sum = (numbers: Known): number => known(numbers).reduce((total, number) => total + number, 0);
const worst = (numbers: Known): string => (known(numbers).length === 0 ? "-" : Math.max(...known(numbers)).toFixed(0));

const heading = [
  ...["stack", "fault", "tried", "of", "passed", "fenced", "acknowledged", "lost", "requests", "answered"],
  ...["s to service", "s to repair", "s in all"],
];

/** A line for each fault and stack: sums, and the worst time; below it what the checks of the file system found. */
export function renderJournal({ rows, checks }: Journal, faults: readonly Fault[]): string {
  const kinds = [...new Set(rows.map(({ stack, fault }) => `${stack} ${fault}`))];
  const lines = kinds.map((kind) => {
    const own = rows.filter(({ stack, fault }) => `${stack} ${fault}` === kind);
    const [stack = "", name = ""] = kind.split(" ");
    return [
      stack,
      name,
      String(own.length),
      String(faults.find((fault) => fault.name === name)?.times ?? 0),
      String(own.filter(({ problems }) => problems.length === 0).length),
      String(sum(own.map(({ fenced }) => fenced?.length))),
      String(sum(own.map(({ acknowledged }) => acknowledged))),
      String(sum(own.map(({ lost }) => lost))),
      String(sum(own.map(({ requests }) => requests?.sent))),
      String(sum(own.map(({ requests }) => requests?.answered))),
      worst(own.map(({ serviceSec }) => serviceSec)),
      worst(own.map(({ repairSec }) => repairSec)),
      worst(own.map(({ tookSec }) => tookSec)),
    ];
  });
  return [...table([heading, ...lines]), ...[...new Set(rows.map(({ stack }) => stack))].map(checksOf)].join("\n");

  function checksOf(stack: string): string {
    const single = rows.filter((row) => row.stack === stack && row.leakedBlocks !== undefined);
    const own = [...single.map(({ leakedBlocks = 0 }) => leakedBlocks), ...groups(stack)];
    const damaged = checks.filter((check) => check.stack === stack && check.problems.length > 0);
    const words = damaged.map(({ checked, problems }) => `\n  after ${checked.join(", ")}: ${problems.join("; ")}`);
    return `${stack}: file system checked ${own.length} times, ${sum(own)} leaked blocks, ${damaged.length} checks of groups failed${words.join("")}`;
  }

  function groups(stack: string): number[] {
    return checks.filter((check) => check.stack === stack).map(({ leakedBlocks }) => leakedBlocks);
  }
}
