import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { execa } from "execa";
import { keyState } from "../../../rack/private-key.ts";
import { renderHostSshConfig, renderSshConfig } from "../../../rack/ssh-config.ts";
import { Remote } from "../../../rack/remote.ts";

const path = process.env["PATH"] ?? "";
let bin: string;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "crossbed-ssh-"));
  process.env["PATH"] = `${bin}${delimiter}${path}`;
});
afterEach(() => {
  process.env["PATH"] = path;
  rmSync(bin, { recursive: true });
});

/** Runs a command by a stand-in for ssh that ends with these words and this exit status. */
async function failure(words: string, exitStatus: number): Promise<unknown> {
  writeFileSync(join(bin, "ssh"), `#!/bin/bash\necho "${words}" >&2; exit ${String(exitStatus)}\n`);
  chmodSync(join(bin, "ssh"), 0o755);
  const machine = { name: "a1", address: "192.0.2.1", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" };
  const remote = await Remote.open([machine], "/keys/id");
  const outcome: unknown = await remote.run("a1", "true").catch((error: unknown) => error);
  await remote.close();
  return outcome;
}

describe("Remote.run", () => {
  it("tells a machine that cannot be reached from a command that failed", async () => {
    expect(await failure("Connection closed by 192.0.2.1", 255)).toMatchObject({
      code: "unreachable",
      message:
        "a1 (root@192.0.2.1, port 22): Connection closed by 192.0.2.1. " +
        "Is it up, does sshd run there, and does its address in the inventory lead to it?",
    });
    expect(await failure("no such file", 1)).toMatchObject({ code: "command_failed", message: "a1: no such file" });
  });
});

describe("the configuration of ssh", () => {
  const machine = { name: "a1", address: "192.0.2.1", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" };
  const here = (): string => renderSshConfig([machine], "/keys/id", bin, { connectSec: 60, isShared: true });

  it.each([
    ["this process", here, () => ["hostkeyalias a1", `userknownhostsfile ${bin}/known_hosts`]],
    [
      "a host",
      renderHostSshConfig,
      () => ["identityfile /var/lib/crossbed/ssh/id", "userknownhostsfile /var/lib/crossbed/ssh/known_hosts"],
    ],
  ])("of %s believes the pinned key alone, learns nothing and forwards nothing", async (_whose, render, own) => {
    writeFileSync(join(bin, "config"), render());
    const { stdout } = await execa("ssh", ["-G", "-F", join(bin, "config"), "a1"]);
    const effective = stdout.split("\n");
    for (const line of [
      "batchmode yes",
      "checkhostip no",
      "connecttimeout 60",
      "forwardagent no",
      "globalknownhostsfile /dev/null",
      "identitiesonly yes",
      "stricthostkeychecking true",
      "updatehostkeys false",
      ...own(),
    ]) {
      expect(effective).toContain(line);
    }
  });
});

describe("keyState", () => {
  it.each([
    ["plain", ["-t", "ed25519", "-N", ""]],
    ["passphrase", ["-t", "ed25519", "-N", "words"]],
    ["plain", ["-t", "rsa", "-N", "", "-m", "PEM"]],
    ["passphrase", ["-t", "rsa", "-N", "words", "-m", "PEM"]],
    ["passphrase", ["-t", "rsa", "-N", "words", "-m", "PKCS8"]],
  ])("is %s for a key of ssh-keygen %j", async (state, options) => {
    await execa("ssh-keygen", ["-q", ...options, "-f", join(bin, "id")]);
    expect(keyState(readFileSync(join(bin, "id"), "utf8"))).toBe(state);
  });

  it("tells a key on a token by its kind, and what is no key at all", () => {
    const string = (text: string): Buffer => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(text.length);
      return Buffer.concat([length, Buffer.from(text, "latin1")]);
    };
    const kind = string("sk-ssh-ed25519@openssh.com").toString("latin1");
    const body = Buffer.concat([
      Buffer.from("openssh-key-v1\0"),
      ...["none", "none", ""].map(string),
      Buffer.from([0, 0, 0, 1]),
      string(kind),
    ]);
    const text = `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`;
    expect(keyState(text)).toBe("token");
    expect(keyState("ssh-ed25519 AAAA")).toBe("not a key");
    expect(keyState(text.replace(/.{20}\n-----END/u, "\n-----END"))).toBe("not a key");
  });
});
