import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { deviceValues } from "../../../../components/fencing/devices.ts";
import { planFencing } from "../../../../components/fencing/plan.ts";
import { commandText, scriptInput } from "../../../../rack/script.ts";
import { askFencingText, parseAnswers } from "../../../../stacks/survey/ask-fencing.ts";

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "crossbed-ask-fencing-"));
  // Knows the plugs 2 and 4, and one password; the latter's machine is off.
  const agent = [
    "#!/bin/bash",
    "input=$(cat)",
    'grep -qx action=status <<< "$input" || { touch "${0%/*}/fenced"; exit 0; }',
    "grep -qx password=s3cret <<< \"$input\" || { echo 'Unable to connect'; exit 1; }",
    'grep -qx plug=4 <<< "$input" && exit 2',
    "exit 0",
  ];
  writeFileSync(join(bin, "fence_apc"), `${agent.join("\n")}\n`);
  chmodSync(join(bin, "fence_apc"), 0o755);
});
afterEach(() => {
  rmSync(bin, { recursive: true });
});

const plan = planFencing({
  hosts: [2, 3, 4].map((id) => ({
    name: `host${String(id)}`,
    fencing: { kind: "agent", agent: "fence_apc", options: { plug: String(id) }, passwordFile: "/p", action: "off" },
  })),
  activeHosts: [],
  emulated: false,
});

describe("ask-fencing.sh", () => {
  it("says which peer's device does not answer and why, fences nothing, and leaves nothing behind", async () => {
    const { values, secrets } = deviceValues(plan, { host2: "s3cret", host3: "wrong", host4: "s3cret" });
    const left = () => readdirSync("/run").filter((name) => name.startsWith("tmp."));
    const before = left();
    const { stdout } = await execa("bash", ["-c", commandText({ text: askFencingText })], {
      input: scriptInput({ ...values, ...secrets }),
      env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` },
    });
    expect(parseAnswers("host1", stdout)).toEqual([
      { asker: "host1", host: "host3", why: "fencing of host3: fence_apc ended with status 1: Unable to connect" },
    ]);
    expect(stdout.split("\n")).toHaveLength(3);
    expect(readdirSync(bin)).toEqual(["fence_apc"]);
    expect(left()).toEqual(before);
  });
});
