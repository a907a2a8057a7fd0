import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withoutServices } from "../../../toolchain/service-policy.ts";

let directory: string;
let policy: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-policy-"));
  policy = join(directory, "policy-rc.d");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const answer = async (): Promise<number | undefined> => (await execa(policy, { reject: false })).exitCode;

/** A set-up that has begun to install and does not end. */
async function setUpAtWork() {
  const source = new URL("../../../toolchain/service-policy.ts", import.meta.url).href;
  const script = `const { withoutServices } = await import(${JSON.stringify(source)});
    await withoutServices(() => { console.log("at work"); return new Promise((resolve) => setTimeout(resolve, 1e9)); }, process.argv[1]);`;
  const child = execa("node", ["--import", "tsx", "--input-type=module", "-e", script, policy], { reject: false });
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return { child };
}

describe("withoutServices", () => {
  it("forbids services while packages are installed, and leaves nothing behind", async () => {
    await withoutServices(async () => {
      expect(await answer()).toBe(101);
    }, policy);
    expect(existsSync(policy)).toBe(false);
  });

  it.each(["SIGINT", "SIGHUP", "SIGKILL"] as const)(
    "forbids nothing after its set-up has ended by %s",
    async (signal) => {
      const { child } = await setUpAtWork();
      expect(await answer()).toBe(101);
      child.kill(signal);
      await child;
      expect(existsSync(policy)).toBe(true);
      expect(await answer()).toBe(0);
      await withoutServices(async () => {
        expect(await answer()).toBe(101);
      }, policy);
      expect(existsSync(policy)).toBe(false);
    },
  );

  it("leaves a policy of the machine's own in force", async () => {
    const own = "#!/bin/sh\nexit 101\n";
    writeFileSync(policy, own, { mode: 0o755 });
    await withoutServices(() => Promise.resolve(), policy);
    expect(readFileSync(policy, "utf8")).toBe(own);
  });
});
