import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Remote } from "../../../../benchmarks/run/remote.ts";

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

/** Puts an ssh in front of the machine's that fails the first time with these words, and then runs what it is asked to. */
async function run(words: string): Promise<{ outcome: unknown; calls: number }> {
  writeFileSync(
    join(bin, "ssh"),
    `#!/bin/bash
[[ $* != *"-O exit"* ]] || exit 0
echo call >> "${bin}/calls"
(($(wc -l < "${bin}/calls") > 1)) || { echo "${words}" >&2; exit 255; }
exec bash -c "\${!#}"
`,
  );
  chmodSync(join(bin, "ssh"), 0o755);
  const machine = { name: "a1", address: "192.0.2.1", port: 22, user: "root", hostKey: "ssh-ed25519 AAAA" };
  const remote = await Remote.open([machine], "/keys/id");
  const outcome: unknown = await remote
    .run("a1", "read -r word; echo $word", "hello\n")
    .catch((error: unknown) => error);
  await remote.close();
  return { outcome, calls: readFileSync(join(bin, "calls"), "utf8").trim().split("\n").length };
}

describe("Remote.run", () => {
  it("tries again when sshd closed the connection before any command began", async () => {
    const { outcome, calls } = await run("kex_exchange_identification: Connection closed by remote host");
    expect([outcome, calls]).toEqual(["hello", 2]);
  });

  it("does not when a command may have begun", async () => {
    const { outcome, calls } = await run("Connection to a1 closed by remote host.");
    expect(outcome).toMatchObject({ code: "unreachable" });
    expect(calls).toBe(1);
  });
});
