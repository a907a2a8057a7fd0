/** What a script requires and what is sent with it, by the text and the stdin that a component registered. */
import type { Registration } from "./mocks.ts";

/** Sent with every step, read by the prelude, or there to make a step run again after a reboot. */
const readByNobody = new Set(["LOCK", "BOOT_ID"]);

/** What is wrong with the registered remote commands: a name that is required and not sent, or sent and not read; a sentence each. */
export function brokenContracts(registrations: readonly Registration[]): string[] {
  return registrations
    .filter(({ type }) => type === "command:remote:Command")
    .flatMap(({ name, inputs }) => {
      const texts = [inputs["create"], inputs["update"], inputs["delete"]].filter((text) => typeof text === "string");
      const stdin = typeof inputs["stdin"] === "string" ? inputs["stdin"] : "";
      const sent = new Set(stdin.split("\n").flatMap((line) => /^([A-Z][A-Z0-9_]*)=/u.exec(line)?.[1] ?? []));
      const required = new Set(
        texts.flatMap((text) => [...text.matchAll(/"\$\{([A-Z][A-Z0-9_]*):?\?\}"/gu)].map(([, word]) => word ?? "")),
      );
      // KEY_1, KEY_2 … are read by a name that the script composes.
      const isRead = (word: string): boolean =>
        texts.some((text) => new RegExp(`\\b${word.replace(/\d+$/u, "")}`, "u").test(text));
      return [
        ...[...required]
          .filter((word) => !sent.has(word))
          .map((word) => `${name} requires ${word}, which nobody sends`),
        ...[...sent]
          .filter((word) => !readByNobody.has(word) && !isRead(word))
          .map((word) => `${name} is sent ${word}, which it does not read`),
      ];
    });
}
