import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { exitStatusOf, CrossbedError } from "../../../base/errors.ts";
import { pulumiBinary } from "../../../toolchain/paths.ts";
import { project } from "./scratch.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "crossbed-hang-up-"));
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** Stands in for a Pulumi that works until it is interrupted, and then ends in order. */
const pulumi = (log: string): string => `#!/bin/bash
trap 'echo "ended in order" >> ${log}; exit 1' INT
echo begun >> ${log}
while :; do sleep 0.1; done
`;

it("crossbed up · has Pulumi end in order when the terminal closes, also when it says so twice", async () => {
  const log = join(home, "log");
  const env = { PULUMI_HOME: home, PULUMI_BACKEND_URL: "file:///elsewhere" };
  const binary = pulumiBinary(project, env);
  mkdirSync(dirname(binary), { recursive: true });
  writeFileSync(binary, pulumi(log));
  chmodSync(binary, 0o755);
  const up = execa("node", [join(project, "cli/crossbed.mjs"), "up", "kvm-6core", "--yes"], {
    env,
    detached: true,
    reject: false,
  });
  await vi.waitUntil(() => existsSync(log), { timeout: 100_000 });
  // As the kernel does: to the whole group in the foreground, and the shell once more.
  process.kill(-(up.pid ?? 0), "SIGHUP");
  process.kill(up.pid ?? 0, "SIGHUP");
  const { exitCode, stderr } = await up;
  expect(readFileSync(log, "utf8")).toBe("begun\nended in order\n");
  expect(exitCode).toBe(exitStatusOf(new CrossbedError("interrupted", "interrupted.")));
  expect(stderr).toBe("+ npx pulumi up --stack kvm-6core --yes --skip-preview\ncrossbed: interrupted.");
});
