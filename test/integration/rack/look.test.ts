import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseInventory } from "../../../rack/inventory.ts";
import { lookAtHosts } from "../../../rack/look.ts";
import { hostFacts } from "../../support/host-facts.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const path = process.env["PATH"] ?? "";

describe("lookAtHosts", () => {
  let bin: string;
  let gate: ChildProcess;

  /** A stand-in for ssh that notes its machine, and answers once the gate opens; the gate opens when both hosts have been asked. */
  beforeEach(async () => {
    bin = mkdtempSync(join(tmpdir(), "crossbed-look-"));
    await execa("mkfifo", ["asked", "go-host1", "go-host2"], { cwd: bin });
    writeFileSync(join(bin, "facts"), JSON.stringify(hostFacts()));
    writeFileSync(
      join(bin, "ssh"),
      `#!/bin/bash
echo "\${@: -2:1}" >> ${bin}/calls
echo > ${bin}/asked
read -r < "${bin}/go-\${@: -2:1}"
cat ${bin}/facts
`,
    );
    chmodSync(join(bin, "ssh"), 0o755);
    gate = spawn("bash", ["-c", "exec 3<>asked; read -ru 3; read -ru 3; echo > go-host1; echo > go-host2"], {
      cwd: bin,
    });
    process.env["PATH"] = `${bin}${delimiter}${path}`;
  });
  afterEach(() => {
    process.env["PATH"] = path;
    gate.kill();
    rmSync(bin, { recursive: true });
  });

  it("asks all hosts at once, by one connection each", async () => {
    const facts = await lookAtHosts(parseInventory("rack", inventoryDocument()));
    expect(Object.keys(facts)).toEqual(["host1", "host2"]);
    expect(readFileSync(join(bin, "calls"), "utf8").trim().split("\n").toSorted()).toEqual(["host1", "host2"]);
  });
});
