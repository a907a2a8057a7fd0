import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { takeLabDown } from "../../../cli/take-lab-down.ts";
import { pulumiBinary } from "../../../toolchain/paths.ts";
import { recordRun } from "../../../toolchain/pulumi-runs.ts";

/** A clone with a lab that is up by its state, a testbed on it and one on hosts of its own. */
let project: string;
let lab: string;
let said: string[];
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "crossbed-down-"));
  lab = join(project, "var/lab-of-another-name");
  said = [];
  mkdirSync(join(lab, "run"), { recursive: true });
  writeFileSync(join(lab, "name"), "lab\n");
  const environment = { LAB: lab, NAMESPACE: "crossbed-test-of-down" };
  record("lab", [{ type: "command:local:Command", inputs: { environment } }]);
  record("kvm-6core", [{ type: "pulumi:pulumi:StackReference", inputs: { name: "organization/crossbed/lab" } }]);
  record("kvm-12core", [{ type: "pulumi:pulumi:Stack" }]);
  // A slip in what is set now: it says nothing of what was built.
  mkdirSync(join(project, "stacks"));
  writeFileSync(join(project, "stacks/Pulumi.kvm-6core.yaml"), "config: [");
  for (const name of ["PULUMI_HOME", "PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN"]) vi.stubEnv(name, "");
  vi.stubEnv("HOME", project);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(project, { recursive: true });
});

function record(stack: string, resources: object[]): void {
  const directory = join(project, ".crossbed/state/.pulumi/stacks/crossbed");
  mkdirSync(directory, { recursive: true });
  const state = { version: 3, checkpoint: { stack, latest: { resources } } };
  writeFileSync(join(directory, `${stack}.json`), JSON.stringify(state));
}

/** Stands in for a Pulumi that keeps what it was asked, and fails where `text` says so. */
function pulumi(text: string): () => string[] {
  const binary = pulumiBinary(project, process.env);
  const log = join(project, "log");
  mkdirSync(dirname(binary), { recursive: true });
  writeFileSync(binary, `#!/bin/bash\necho "$*" >> ${log}\n${text}\n`);
  chmodSync(binary, 0o755);
  return () => readFileSync(log, "utf8").trim().split("\n");
}

/** A lock as Pulumi writes it. */
function lock(stack: string, pid: number, host: string): string {
  const directory = join(project, `.crossbed/state/.pulumi/locks/organization/crossbed/${stack}`);
  mkdirSync(directory, { recursive: true });
  const timestamp = "2026-11-23T15:08:06.12143558Z";
  writeFileSync(join(directory, "0d1f.json"), JSON.stringify({ pid, username: "ann", hostname: host, timestamp }));
  return directory;
}

const down = (): Promise<unknown> => takeLabDown(project, (line) => said.push(line)).catch((error: unknown) => error);

describe("takeLabDown", () => {
  it("forgets the testbeds on the lab and destroys it, and touches no other", async () => {
    const asked = pulumi("");
    expect(await down()).toBeUndefined();
    expect(asked()).toEqual([
      "stack rm kvm-6core --force --yes --preserve-config",
      "stack init kvm-6core --no-select",
      "destroy --stack lab --yes --skip-preview",
    ]);
    expect(existsSync(lab)).toBe(false);
  });

  it("clears the lab where Pulumi fails on it, and forgets it", async () => {
    const asked = pulumi("[[ $1 != destroy ]]");
    expect(await down()).toBeUndefined();
    expect(asked().slice(-2)).toEqual(["stack rm lab --force --yes --preserve-config", "stack init lab --no-select"]);
    expect(existsSync(lab)).toBe(false);
  });

  it("clears the lab where Pulumi can do nothing at all, and says what is left", async () => {
    pulumi("exit 1");
    const error = await down();
    expect(existsSync(lab)).toBe(false);
    expect(String(error)).toMatch(
      /the lab is gone, but this is left of it: the record of kvm-6core: .*; the record of lab: /s,
    );
  });

  it("clears the lab where Pulumi is gone, and says which records are left", async () => {
    const error = await down();
    expect(existsSync(lab)).toBe(false);
    expect(String(error)).toContain(
      "the lab is gone, but this is left of it: the record of kvm-6core: Pulumi is not installed; the record of lab: Pulumi is not installed.",
    );
    expect(String(error)).not.toContain("kvm-12core");
    expect(said.some((line) => line === "lab lab-of-another-name is down")).toBe(true);
  });

  it("waits for an interrupted update of a testbed that still ends, before anything is taken down", async () => {
    const update = execa("cat", { stdin: "pipe", reject: false });
    await recordRun(project, update.pid ?? 0);
    const locks = lock("kvm-6core", update.pid ?? 0, hostname());
    const asked = pulumi(`! ls ${locks}/*.json 2> /dev/null`);
    const ended = down();
    await vi.waitUntil(() => said.length > 0, { timeout: 60_000 });
    expect(said[0]).toContain(`an update of it (process ${String(update.pid)}, since`);
    expect(existsSync(lab)).toBe(true);
    update.stdin.end();
    await update;
    expect(await ended).toBeUndefined();
    expect(asked()[0]).toBe("stack rm kvm-6core --force --yes --preserve-config");
    expect(existsSync(lab)).toBe(false);
  });

  it("leaves the lab as it is where another machine's update of it may be at work, and names the way out", async () => {
    lock("lab", 4711, "another-machine");
    pulumi("");
    expect(await down()).toMatchObject({
      code: "held",
      hint: expect.stringContaining("npx pulumi cancel lab --yes") as string,
    });
    expect(existsSync(lab)).toBe(true);
  });
});
