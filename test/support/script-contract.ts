/** What a script requires, what it reads and what is sent with it, by its text and its values. */
import type { Registration } from "./mocks.ts";

/** A script as it is run: its texts (create, update and undo share their values) and the names that it is sent. */
export interface SentScript {
  readonly name: string;
  readonly texts: readonly string[];
  readonly sent: readonly string[];
}

/** Sent with every step, read by the prelude, or there to make a step run again after a reboot. */
const readByNobody = new Set(["LOCK", "BOOT_ID"]);

/** Names in capitals that bash, ssh, libxl or what stands in front of every script sets. */
const known =
  /^(?:HOST_[A-Z]+|LIBVIRT_SEC|PROGRAM_SEC|LEASE_[A-Z]+|PATH|HOME|HOSTNAME|IFS|LC_ALL|SECONDS|RANDOM|BASH_REMATCH|EPOCHREALTIME|SSH_CONNECTION|XENBUS_PATH|EUID)$/u;

/** The scripts of the commands that components registered, on machines and on this one. */
export function sentScripts(registrations: readonly Registration[]): SentScript[] {
  return registrations
    .filter(({ type }) => /^command:(?:remote|local):Command$/u.test(type))
    .map(({ name, inputs }) => {
      const texts = [inputs["create"], inputs["update"], inputs["delete"]].filter((text) => typeof text === "string");
      const stdin = typeof inputs["stdin"] === "string" ? inputs["stdin"] : "";
      return { name, texts, sent: [...namesIn(stdin), ...Object.keys(inputs["environment"] ?? {})] };
    });
}

/** The names of NAME=value lines. */
export function namesIn(stdin: string): string[] {
  return stdin.split("\n").flatMap((line) => /^([A-Z][A-Z0-9_]*)=/u.exec(line)?.[1] ?? []);
}

/** What is wrong, a sentence each: a name that is required and not sent, sent and not read, or read and not required. */
export function brokenContracts(scripts: readonly SentScript[]): string[] {
  return scripts.flatMap(({ name, texts, sent }) => {
    const code = texts.map((text) => text.replaceAll(/^ *#.*$/gmu, "")).join("\n");
    const names = (pattern: RegExp): Set<string> => new Set([...code.matchAll(pattern)].map(([, word = ""]) => word));
    const required = names(/\$\{([A-Z][A-Z0-9_]*):?\?/gu);
    const assigned = names(/(?:^|[\s;(]|read -ra? )([A-Z][A-Z0-9_]*)\+?=/gmu);
    const read = names(/(?<!\\)\$\{?[!#]?([A-Z][A-Z0-9_]*)/gu);
    // KEY_1, KEY_2 … are read by a name that the script composes.
    const isRead = (word: string): boolean => new RegExp(`\\b${word.replace(/\d+$/u, "")}`, "u").test(code);
    return [
      ...[...required]
        .filter((word) => !sent.includes(word) && !known.test(word))
        .map((word) => `${name} requires ${word}, which nobody sends`),
      ...sent
        .filter((word) => !readByNobody.has(word) && !isRead(word))
        .map((word) => `${name} is sent ${word}, which it does not read`),
      ...[...read]
        .filter((word) => !required.has(word) && !assigned.has(word) && !known.test(word))
        .map((word) => `${name} reads ${word}, which it does not require`),
    ];
  });
}
