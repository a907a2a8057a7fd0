import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { commandText, scriptInput } from "../../../../rack/script.ts";
import { foundText } from "../../../../stacks/draft/ask.ts";
import { parseFound } from "../../../../stacks/draft/found.ts";

describe("found.sh", () => {
  it("says what this machine is: its real cards with their own addresses, its boot entries, its disks", async () => {
    const { stdout } = await execa("bash", ["-c", commandText({ text: foundText })], { input: scriptInput({}) });
    const found = parseFound("here", stdout);
    for (const { name, mac, addresses } of found.cards) {
      expect(mac).toMatch(/^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/);
      const own = networkInterfaces()[name]?.filter(({ family }) => family === "IPv4") ?? [];
      expect(addresses).toEqual(expect.arrayContaining(own.flatMap(({ cidr }) => (cidr === null ? [] : [cidr]))));
    }
    for (const { bytes } of found.disks) expect(bytes).toBeGreaterThan(0);
  });

  it("asks all LUNs at once what they hold: none waits for one that is silent", async () => {
    const tree = mkdtempSync(join(tmpdir(), "crossbed-found-"));
    try {
      for (const [disk, digit] of ["sda", "sdb"].entries()) {
        mkdirSync(join(tree, digit, "device"), { recursive: true });
        writeFileSync(join(tree, digit, "device/wwid"), `naa.6001405a11ce000${String(disk)}\n`);
        writeFileSync(join(tree, digit, "size"), "2048\n");
      }
      mkdirSync(join(tree, "bin"));
      // Each answers once both have been asked.
      const blkid = `echo >> ${tree}/asked; until [[ $(wc -l < ${tree}/asked) == 2 ]]; do sleep 0.1; done; echo "TYPE=ext4"`;
      for (const [program, body] of Object.entries({ blkid, lsblk: "" })) {
        writeFileSync(join(tree, "bin", program), `#!/bin/bash\n${body}\n`);
        chmodSync(join(tree, "bin", program), 0o755);
      }
      const text = commandText({ text: foundText }).replaceAll("/sys/block", tree);
      const { stdout } = await execa("bash", ["-c", text], {
        input: scriptInput({}),
        env: { PATH: `${tree}/bin:${process.env["PATH"] ?? ""}` },
      });
      const { disks } = parseFound("here", stdout);
      expect(disks.map(({ wwid, content }) => [wwid, content]).toSorted()).toEqual([
        ["6001405a11ce0000", "ext4"],
        ["6001405a11ce0001", "ext4"],
      ]);
    } finally {
      rmSync(tree, { recursive: true });
    }
  });
});
