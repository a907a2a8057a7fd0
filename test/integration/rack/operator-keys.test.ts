import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readOperatorKeys } from "../../../rack/operator-keys.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-key-"));
  file = join(directory, "id");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const make = async (passphrase: string): Promise<void> => {
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", file]);
};

describe("readOperatorKeys", () => {
  it("gives both halves", async () => {
    await make("");
    const { privateKey, publicKey } = await readOperatorKeys(file);
    expect(privateKey).toBe(readFileSync(file, "utf8"));
    expect(publicKey).toBe(readFileSync(`${file}.pub`, "utf8").trim());
  });

  it("says that a key has a passphrase, and that an agent does not help", async () => {
    await make("words");
    await expect(readOperatorKeys(file)).rejects.toThrow(
      `the key ${file} has a passphrase; nothing has been changed. Name a key without a passphrase as ssh.privateKeyFile in the ` +
        "inventory. An agent (ssh-add) is enough for commands that only look; up needs the key itself.",
    );
  });

  it("says of a file that is none, or is not there, what it is", async () => {
    await expect(readOperatorKeys(file)).rejects.toThrow(`the key ${file} cannot be read; nothing has been changed.`);
    writeFileSync(file, "ssh-ed25519 AAAA\n");
    await expect(readOperatorKeys(file)).rejects.toThrow(`${file} is not a private key; nothing has been changed.`);
  });
});
