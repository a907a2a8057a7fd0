/** The user's consent to a change: given ahead by `--yes`, or asked for by Pulumi where there is somebody to ask. */
import { createInterface } from "node:readline/promises";
import { isatty } from "node:tty";
import { CrossbedError } from "../base/errors.ts";

/** Pulumi asks only where both are a terminal. */
const hasTerminal = (): boolean => isatty(0) && isatty(1);

/**
 * Returns Pulumi's arguments for the consent. Throws `invalid_input` where nobody has given it and nobody can be asked; then nothing
 * has been touched yet.
 */
export function consentArguments({ yes = false }: { readonly yes?: boolean }, canAsk = hasTerminal()): string[] {
  if (yes) return ["--yes", "--skip-preview"];
  if (canAsk) return [];
  throw new CrossbedError("invalid_input", "there is no terminal to ask for consent; nothing has been changed.", {
    hint: "Add --yes.",
  });
}

/**
 * Asks a question on the terminal, unless `--yes` has answered it.
 * @throws CrossbedError `interrupted` for any answer but yes, `invalid_input` where nobody can be asked.
 */
export async function askConsent({ yes = false }: { readonly yes?: boolean }, question: string): Promise<void> {
  if (yes || consentArguments({ yes }).length > 0) return;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `);
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw new CrossbedError("interrupted", "nothing has been changed.");
}
