/**
 * Errors that are meant for people. Each has a stable code for scripts, says what happened and where, and what to do next.
 * The command line turns the code into a documented exit status (see `exitStatusOf`).
 */

/** Stable codes. A code is never renamed; its exit status is what scripts test. */
export const exitStatuses = {
  /** A value of the user's is wrong: stack config, inventory, flag. Nothing was touched. */
  invalid_input: 2,
  /** Something is missing, on this machine or on the rack's: a package, a plugin, a right, a LUN. */
  missing_prerequisite: 3,
  /** A host, guest or lab does not answer. */
  unreachable: 4,
  /** The hosts are held by another stack, the stack by another update, or a guest is not where it belongs. */
  held: 5,
  /** A LUN holds somebody's data. */
  foreign_data: 6,
  /** A file is not what its name says: malformed or not the tool's output. */
  malformed: 7,
  /** A program that Crossbed runs failed. */
  command_failed: 8,
  /** A comparison shows what must not be the case: `crossbed compare --fail-if`. */
  difference_shown: 9,
  /** The data of a comparison cannot answer the question of `--fail-if`. */
  undecided: 10,
  /** The user or the system stopped it. */
  interrupted: 130,
} as const;

export type ErrorCode = keyof typeof exitStatuses;

export interface CrossbedErrorOptions {
  /** Stack and field path, file and line, or host and script. */
  readonly where?: string;
  /** What to do next: one sentence. */
  readonly hint?: string;
  readonly cause?: unknown;
}

export class CrossbedError extends Error {
  override readonly name = "CrossbedError";
  readonly code: ErrorCode;
  readonly where: string | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: CrossbedErrorOptions = {}) {
    const text = [options.where === undefined ? message : `${options.where}: ${message}`, options.hint]
      .filter((part) => part !== undefined)
      .join(" ");
    super(text, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.where = options.where;
    this.hint = options.hint;
  }
}

/** What a caught value says: an error's message, and anything else as text. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** One thing wrong with a user's input. Validators return all of them at once. */
export interface Problem {
  /** Field path in the document, such as `guests[2].vcpus`. */
  readonly path: string;
  /** What is wrong, with the value and what is allowed. One sentence. */
  readonly message: string;
}

/** Something that a reader must know, though nothing fails. */
export interface Warning {
  /** What it is about, in few words, such as `clock of host1`: programs sort warnings and tell them apart by it. */
  readonly about: string;
  /** One sentence for people. */
  readonly text: string;
}

/** One error that lists every problem found in a document; nothing has been touched when it is thrown. */
export function invalidInput(document: string, problems: readonly Problem[]): CrossbedError {
  const lines = problems.map((problem) => `  ${problem.path}: ${problem.message}`);
  const count = problems.length === 1 ? "1 problem" : `${String(problems.length)} problems`;
  return new CrossbedError("invalid_input", `${count}; nothing has been changed.\n${lines.join("\n")}`, {
    where: document,
  });
}

/** Exit status of the command line for an error: the code's own, 1 for anything unexpected. */
export function exitStatusOf(error: unknown): number {
  return error instanceof CrossbedError ? exitStatuses[error.code] : 1;
}
