/** The user's consent to a change: given ahead by `--yes`, or asked for by Pulumi where there is somebody to ask. */
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
