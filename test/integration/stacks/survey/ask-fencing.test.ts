import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { deviceValues } from "../../../../components/fencing/devices.ts";
import { planFencing } from "../../../../components/fencing/plan.ts";
import { commandText, scriptInput } from "../../../../rack/script.ts";
import { parseInventory } from "../../../../rack/inventory.ts";
import { planTestbed } from "../../../../stacks/plan.ts";
import { parseSpec } from "../../../../stacks/spec.ts";
import { askFencing, askFencingText, parseAnswers } from "../../../../stacks/survey/ask-fencing.ts";
import { inventoryDocument } from "../../../support/inventory.ts";

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

describe("askFencing", () => {
  /** With a stand-in for ssh that ends with these words and this exit status. */
  async function asked(words: string, exitStatus: number) {
    writeFileSync(join(bin, "ssh"), `#!/bin/bash\necho '${words}' >&2; exit ${String(exitStatus)}\n`);
    chmodSync(join(bin, "ssh"), 0o755);
    vi.stubEnv("PATH", `${bin}:${process.env["PATH"] ?? ""}`);
    const document = inventoryDocument();
    const fencing = { kind: "agent" as const, agent: "fence_apc", action: "off" as const };
    const hosts = document.hosts.map((host) => ({ ...host, fencing: { ...fencing, options: { plug: host.name } } }));
    const inventory = parseInventory("rack.yaml", { ...document, hosts });
    return await askFencing(
      planTestbed("test", parseSpec("test", { platform: "kvm", layout: "6core" }), inventory, ""),
      inventory,
    );
  }
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("tells of every device that a host failed to ask, and nothing of a host that does not answer", async () => {
    const why = (asker: string): string => `${asker}: mktemp: No space left on device`;
    expect(await asked("mktemp: No space left on device", 1)).toEqual({
      silent: [
        { asker: "host1", host: "host2", why: why("host1") },
        { asker: "host2", host: "host1", why: why("host2") },
      ],
    });
    expect(await asked("ssh: connect to host: No route to host", 255)).toEqual({ silent: [] });
  });
});
