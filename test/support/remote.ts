/** Remote scripts as component tests see them. */
import type { SshTarget } from "../../components/remote-script.ts";
import { stepLock } from "../../rack/script.ts";
import type { Registration } from "./mocks.ts";

export const sshTarget: SshTarget = {
  address: "127.0.0.1",
  port: 20011,
  user: "root",
  hostKey: "ssh-ed25519 AAAAhost",
  privateKey: "a private key",
};

/** The values that a script gets on stdin, by name, without the lock that every script has. */
export function stdinOf(registrations: readonly Registration[], name: string): Record<string, string> {
  const stdin = registrations.find((registration) => registration.name === name)?.inputs.stdin;
  if (typeof stdin !== "string") throw new Error(`no script ${name}`);
  const lines = stdin.trimEnd().split("\n");
  return Object.fromEntries(
    lines
      .filter((line) => line !== `LOCK=${stepLock(name)}`)
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );
}
