import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("../../../cli/crossbed.mjs", import.meta.url));

it("gives a shell the variables and the command", async () => {
  const script = 'eval "$(node "$1" env)"; cd /; [ -n "$PULUMI_BACKEND_URL" ] && crossbed plan --help';
  const { stdout } = await execa("sh", ["-c", script, "env", program]);
  expect(stdout).toMatch(/^Usage: crossbed plan/u);
});
