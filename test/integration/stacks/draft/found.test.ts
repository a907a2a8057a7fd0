import { networkInterfaces } from "node:os";
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
});
