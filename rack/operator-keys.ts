/** The operator's key, by which every step reaches its machine. */
import { readFile } from "node:fs/promises";
import { execa } from "execa";
import { CrossbedError } from "../base/errors.ts";
import { keyState } from "./private-key.ts";
import { explainKey } from "./ssh-failure.ts";

/**
 * Reads both halves. @throws CrossbedError `invalid_input` for a key that no step could use: steps get the key itself, so that an agent
 * does not help.
 */
export async function readOperatorKeys(
  privateKeyFile: string,
): Promise<{ readonly privateKey: string; readonly publicKey: string }> {
  const privateKey = await readFile(privateKeyFile, "utf8").catch(() => undefined);
  const state = privateKey === undefined ? undefined : keyState(privateKey);
  if (privateKey === undefined || state !== "plain") {
    const { what, hint } = explainKey(state === "plain" ? undefined : state, privateKeyFile);
    throw new CrossbedError("invalid_input", `${what}; nothing has been changed.`, { hint });
  }
  const { stdout } = await execa("ssh-keygen", ["-y", "-P", "", "-f", privateKeyFile]);
  return { privateKey, publicKey: stdout.trim() };
}
