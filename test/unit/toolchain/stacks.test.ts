import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forgetOldSalts, missingStacks, shippedStacks } from "../../../toolchain/stacks.ts";

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "crossbed-stacks-"));
  mkdirSync(join(project, "stacks"));
  for (const file of ["kvm-6core.yaml", "lab.yaml", "Pulumi.kvm-6core.yaml", "spec.ts"]) {
    writeFileSync(join(project, "stacks", file), "");
  }
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

describe("shippedStacks", () => {
  it("are the lab and one for each data file, each once", async () => {
    expect(await shippedStacks(project)).toEqual(["lab", "kvm-6core"]);
  });
});

describe("missingStacks", () => {
  it("are those without a file in the default backend", async () => {
    const directory = join(project, ".crossbed/state/.pulumi/stacks/crossbed");
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "lab.json"), "{}");
    expect(await missingStacks(project)).toEqual(["kvm-6core"]);
  });
});

describe("forgetOldSalts", () => {
  const file = (): string => join(project, "stacks/Pulumi.kvm-6core.yaml");

  it("takes the salt of a passphrase that is gone out of a stack's settings, and nothing else", async () => {
    writeFileSync(file(), "encryptionsalt: v1:abc\nconfig:\n  crossbed:rate: 1\n");
    await forgetOldSalts(project);
    expect(readFileSync(file(), "utf8")).toBe("config:\n  crossbed:rate: 1\n");
  });

  it("refuses when values were encrypted with it, and leaves the file as it is", async () => {
    const text = "encryptionsalt: v1:abc\nconfig:\n  crossbed:key:\n    secure: v1:def\n";
    writeFileSync(file(), text);
    await expect(forgetOldSalts(project)).rejects.toThrow(
      "stacks/Pulumi.kvm-6core.yaml: its secrets were encrypted with a passphrase that is gone.",
    );
    expect(readFileSync(file(), "utf8")).toBe(text);
  });
});
