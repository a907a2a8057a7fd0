import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
      message: "a1: Connection closed by 192.0.2.1 (What runs where: npx crossbed status)",
    });
    expect(await failure("no such file", 1)).toMatchObject({ code: "command_failed", message: "a1: no such file" });
  });
});
