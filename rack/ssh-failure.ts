/** Says why ssh could not start a command, in words that name the cause and the cure. */
import { CrossbedError, type CrossbedErrorOptions } from "../base/errors.ts";
import type { Machine } from "./ssh-config.ts";
import type { KeyState } from "./private-key.ts";

export interface SshAttempt {
  readonly machine: Pick<Machine, "address" | "user" | "proxy">;
  readonly privateKeyFile: string;
  /** Undefined where the file cannot be read. */
  readonly key: KeyState | undefined;
  /** What ssh and the machine said on stderr and, from a forced command, on stdout. */
  readonly said: string;
  readonly exitCode: number | undefined;
  /** Seconds after which the caller gave up; undefined where ssh ended by itself. */
  readonly timedOutSec?: number;
}

export interface SshFailure {
  /** What happened: part of a sentence, without a full stop. */
  readonly what: string;
  readonly hint: string;
}

/**
 * Finds the cause by ssh's own words (OpenSSH 9.2 and 10.0) and by the state of the key: where the key has a passphrase, ssh only says
 * that the machine refused it. Undefined when ssh connected and the command itself failed.
 */
export function explainSshFailure(attempt: SshAttempt): SshFailure | undefined {
  const { said, exitCode, timedOutSec } = attempt;
  // 142: so do images of clouds refuse root; the image chose the words.
  if (exitCode === 142 && /rather than the user/u.test(said)) {
    return {
      what: lastWords(said),
      hint: `The steps need root: let root log in there with ${attempt.privateKeyFile}.`,
    };
  }
  if (timedOutSec !== undefined) return { what: `no answer within ${String(timedOutSec)} s`, hint: isItUp(attempt) };
  if (exitCode !== 255) return undefined;
  for (const [words, explain] of causes) if (words.test(said)) return explain(attempt);
  const what = said.trim() === "" ? "ssh ended without a word" : lastWords(said);
  return { what, hint: isItUp(attempt) };
}

/** What a machine says that is alive, though no command could be started there. */
const answers =
  /Permission denied \(|Too many authentication failures|REMOTE HOST IDENTIFICATION|Host key verification failed|Host key for \S+ has changed/u;

/**
 * Whether the attempt shows that the machine is alive: it refused, showed a key, or took the connection and then fell silent. A closed port is
 * a sign of life too, except on the lab's loopback, where something else listens for the machine.
 */
export function hasAnswered({ said, exitCode, timedOutSec, machine }: SshAttempt): boolean {
  if (timedOutSec !== undefined || exitCode !== 255 || answers.test(said)) return true;
  return /Connection refused/u.test(said) && !machine.address.startsWith("127.");
}

/** No command could be started on a machine. */
export class UnreachedError extends CrossbedError {
  constructor(
    message: string,
    readonly isAlive: boolean,
    options: CrossbedErrorOptions,
  ) {
    super("unreachable", message, options);
  }
}

/** Whether an error leaves it open that the machine is off: any other one shows that it is not. */
export function mayBeOff(error: Error): boolean {
  return error instanceof UnreachedError && !error.isAlive;
}

/** In the order of their certainty: a file that ssh would not read leads to a refused key, too. */
const causes: readonly (readonly [RegExp, (attempt: SshAttempt) => SshFailure])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for \S+ has changed/u,
    () => ({
      what: "it shows another host key than the pinned one",
      hint: "Check that no other machine has this address. If the machine was reinstalled, put its new key in the inventory as ssh.hostKey (ssh-keyscan prints it).",
    }),
  ],
  [
    /No \S+ host key is known for|Host key verification failed/u,
    () => ({
      what: "it shows a host key of another kind than the pinned one",
      hint: "Put a key that it has in the inventory as ssh.hostKey (ssh-keyscan prints them).",
    }),
  ],
  [
    /bad permissions|UNPROTECTED PRIVATE KEY FILE/u,
    ({ privateKeyFile }) => ({
      what: `others may read the key ${privateKeyFile}, so ssh does not use it`,
      hint: `Run: chmod 600 ${privateKeyFile}`,
    }),
  ],
  [/Permission denied \(|Too many authentication failures/u, explainRefusal],
  [
    /stdio forwarding failed/u,
    ({ machine }) => ({
      what: `${machine.proxy ?? "the machine in front of it"} answers, but does not reach it at ${machine.address}`,
      hint: "Does it run? See: npx crossbed status",
    }),
  ],
  [
    /Could not resolve hostname/u,
    ({ machine }) => ({
      what: `its name ${machine.address} has no address`,
      hint: "Correct the address in the inventory.",
    }),
  ],
  [
    /No route to host|Network is unreachable/u,
    (attempt) => ({ what: "there is no route to it", hint: isItUp(attempt) }),
  ],
  [
    /Connection refused/u,
    (attempt) => ({ what: "nothing listens there: the connection was refused", hint: isItUp(attempt) }),
  ],
  [/timed out/u, (attempt) => ({ what: "it does not answer: the connection timed out", hint: isItUp(attempt) })],
];

/** A refused key: its state says why ssh did not even offer it; else the machine does not know the key. */
function explainRefusal({ key, privateKeyFile, machine }: SshAttempt): SshFailure {
  if (key !== "plain") {
    const { what, hint } = explainKey(key, privateKeyFile);
    return { what: key === "passphrase" ? `${what}, and no agent gave it` : what, hint };
  }
  return {
    what: `it refuses the key ${privateKeyFile} for ${machine.user}`,
    hint: `Add the key's public half to ${machine.user}'s authorized_keys there${machine.user === "root" ? ", and let root log in by key (PermitRootLogin prohibit-password)" : ""}.`,
  };
}

/** Why a key cannot be used by itself. */
export function explainKey(key: Exclude<KeyState, "plain"> | undefined, privateKeyFile: string): SshFailure {
  const plainKey = `Name a key without a passphrase as ssh.privateKeyFile in the inventory`;
  switch (key) {
    case undefined:
      return {
        what: `the key ${privateKeyFile} cannot be read`,
        hint: "Correct ssh.privateKeyFile in the inventory.",
      };
    case "passphrase":
      return {
        what: `the key ${privateKeyFile} has a passphrase`,
        hint: `${plainKey}. An agent (ssh-add) is enough for commands that only look; up needs the key itself.`,
      };
    case "token":
      return {
        what: `the key ${privateKeyFile} is on a security key, which must be touched for each connection`,
        hint: `${plainKey}, in a file.`,
      };
    case "not a key":
      return {
        what: `${privateKeyFile} is not a private key`,
        hint: "Correct ssh.privateKeyFile in the inventory.",
      };
  }
}

/** Only the lab's machines have a loopback address. */
function isItUp({ machine }: SshAttempt): string {
  if (machine.address.startsWith("127.")) return "Is it up? For the lab: npx crossbed up lab";
  if (machine.proxy !== undefined) return `Is it up? It is reached through ${machine.proxy}: npx crossbed status`;
  return "Is it up, does sshd run there, and does its address in the inventory lead to it?";
}

function lastWords(text: string): string {
  return text.trim().split("\n").slice(-3).join("\n");
}
