import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { stateUrl } from "../../../toolchain/environment.ts";
import { project, whyNoPulumi } from "./scratch.ts";

const crossbed = (args: readonly string[], env: Record<string, string> = {}) =>
  execa("node", [join(project, "cli/crossbed.mjs"), ...args], { env, reject: false, stdin: "ignore" });

describe("crossbed env", () => {
  it("prints lines that a shell evaluates to exactly what it adds", async () => {
    const own = { PULUMI_CONFIG_PASSPHRASE: "mine", PULUMI_BACKEND_URL: "" };
    const { stdout } = await crossbed(["env"], own);
    const shell = await execa(
      "sh",
      ["-c", `${stdout}\nprintf '%s\\n' "$PULUMI_BACKEND_URL" "$PULUMI_CONFIG_PASSPHRASE"`],
      {
        env: own,
      },
    );
    expect(shell.stdout.split("\n")).toEqual([stateUrl(project), "mine"]);
    expect(JSON.parse((await crossbed(["env", "--json"], own)).stdout)).toHaveProperty("PULUMI_HOME");
  });
});

describe("crossbed setup", () => {
  it.each([
    [["--source", "homebrew"], "homebrew is not a source of Pulumi; use releases or modules."],
    [["--for", "fun"], "fun is not a purpose; use lab, test."],
  ])("refuses %j before it does anything", async (args, words) => {
    const { exitCode, stderr } = await crossbed(["setup", ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(words);
  });

  it.skipIf(whyNoPulumi() !== undefined)("says only that all is ready when nothing is left to do", async () => {
    await crossbed(["setup", "--for", "test"]);
    const { exitCode, stdout, stderr } = await crossbed(["setup", "--for", "test"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toBe('ready; for plain pulumi commands: eval "$(npx crossbed env)"');
  });
});

describe("crossbed doctor", () => {
  it.skipIf(whyNoPulumi() !== undefined)("finds an installed toolchain whole", async () => {
    const { exitCode, stdout } = await crossbed(["doctor", "--json", "--for", "test"]);
    const findings = JSON.parse(stdout) as { name: string; ok: boolean }[];
    expect(findings.filter((one) => !one.ok)).toEqual([]);
    expect(findings.map((one) => one.name)).toContain("Pulumi");
    expect(exitCode).toBe(0);
  });

  it("exits with 3 and a cure where something is missing, and leaves it missing", async () => {
    const { exitCode, stdout } = await crossbed(["doctor"], { PULUMI_HOME: "/nonexistent" });
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^missing Pulumi: .*\n +cure: npx crossbed setup$/m);
  });
});
