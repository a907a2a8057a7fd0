import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readFencingPasswords } from "../../../rack/fencing-passwords.ts";
import { parseInventory } from "../../../rack/inventory.ts";
import { inventoryDocument } from "../../support/inventory.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-password-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function read(file: string): Record<string, string> {
  const document = inventoryDocument();
  const fencing = { kind: "ipmi" as const, address: "192.0.2.3", user: "admin", passwordFile: join(directory, file) };
  const hosts = document.hosts.map((host, index) => (index === 0 ? { ...host, fencing } : host));
  return readFencingPasswords(parseInventory("rack.yaml", { ...document, hosts }));
}

function put(file: string, text: string, mode: number): void {
  writeFileSync(join(directory, file), text);
  chmodSync(join(directory, file), mode);
}

describe("readFencingPasswords", () => {
  it("reads the one line of a file that only its owner may open", () => {
    put("good", "se cret\n", 0o600);
    put("strict", "secret", 0o400);
    expect(read("good")).toEqual({ host1: "se cret" });
    expect(read("strict")).toEqual({ host1: "secret" });
  });

  it.each([
    [
      "others may read",
      () => {
        put("file", "secret", 0o644);
      },
      "which others can open (mode 0644); only its owner may. Run: chmod 600 ",
    ],
    [
      "a group may write",
      () => {
        put("file", "secret", 0o620);
      },
      "which others can open (mode 0620)",
    ],
    ["is not there", () => undefined, "which is not there; write the password into it, with mode 0600."],
    [
      "is a directory",
      () => {
        mkdirSync(join(directory, "file"));
      },
      "which is no regular file",
    ],
    [
      "is a link",
      () => {
        put("good", "secret", 0o600);
        symlinkSync("good", join(directory, "file"));
      },
      "which is no regular file",
    ],
    [
      "is empty",
      () => {
        put("file", "\n", 0o600);
      },
      "which must hold one line, the password",
    ],
    [
      "has two lines",
      () => {
        put("file", "a-secret\nanother\n", 0o600);
      },
      "which must hold one line, the password",
    ],
    [
      "is longer than IPMI allows",
      () => {
        put("file", "x".repeat(21), 0o600);
      },
      "which must hold one line, the password, of 1 to 20 printable characters",
    ],
  ])("refuses a file that %s, by its path and without what is in it", (_, make, why) => {
    make();
    let message = "";
    try {
      read("file");
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain(
      `inventory rack: 1 problem; nothing has been changed.\n  hosts[0].fencing.passwordFile: is ${directory}/file, ${why}`,
    );
    expect(message).not.toContain("secret");
  });
});
