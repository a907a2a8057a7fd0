import { execa } from "execa";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseHostFacts } from "../../../../components/host/facts.ts";

describe("facts.sh", () => {
  it("prints what the parser reads, on any Linux machine, also where libvirt does not answer", async () => {
    const bin = mkdtempSync(join(tmpdir(), "crossbed-facts-"));
    try {
      writeFileSync(join(bin, "virsh"), "#!/bin/sh\nexit 1\n");
      chmodSync(join(bin, "virsh"), 0o755);
      const { stdout } = await execa("bash", ["-s"], {
        input: readFileSync("components/host/scripts/facts.sh", "utf8"),
        env: { PATH: `${bin}:${process.env.PATH ?? ""}` },
      });
      const facts = parseHostFacts("here", stdout);
      expect(facts.bootId).toBe(readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
      expect(facts.domains).toEqual([]);
    } finally {
      rmSync(bin, { recursive: true });
    }
  });
});
