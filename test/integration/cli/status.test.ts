import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Clone } from "../../support/clone.ts";
import { hostFacts } from "../../support/host-facts.ts";
import { inventoryDocument } from "../../support/inventory.ts";

describe("crossbed status", () => {
  let clone: Clone;
  let bin: string;

  /** Two stacks on one rack, whose hosts the second one holds; a stand-in for ssh answers for them. */
  beforeEach(async () => {
    clone = await Clone.make();
    bin = join(clone.directory, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "rack.yaml"), JSON.stringify(inventoryDocument()));
    for (const stack of ["kvm-6core", "xen-6core"]) {
      const settings = { config: { "crossbed:inventory": join(bin, "rack.yaml") } };
      writeFileSync(join(clone.directory, "stacks", `Pulumi.${stack}.yaml`), JSON.stringify(settings));
    }
    const lease = {
      version: 1,
      stack: "xen-6core",
      holder: "me@here",
      since: "2026-01-01T00:00:00Z",
      boot: "b",
    } as const;
    writeFileSync(join(bin, "facts"), JSON.stringify({ ...hostFacts(), lease: JSON.stringify(lease) }));
    writeFileSync(join(bin, "ssh"), `#!/bin/bash\necho "\${@: -2:1}" >> ${bin}/asked\ncat ${bin}/facts\n`);
    chmodSync(join(bin, "ssh"), 0o755);
  });
  afterEach(async () => {
    await execa("rm", ["-rf", clone.directory]);
  });

  it("asks each host once, also where another stack than the usual one turns out to hold them", async () => {
    const { stdout } = await execa("node", ["cli/crossbed.mjs", "status", "--json"], {
      cwd: clone.directory,
      env: { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` },
    });
    expect(JSON.parse(stdout)).toMatchObject({ stack: "xen-6core" });
    expect(readFileSync(join(bin, "asked"), "utf8").trim().split("\n").toSorted()).toEqual(["host1", "host2"]);
  });
});
