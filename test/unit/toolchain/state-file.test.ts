import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordedOutputs } from "../../../toolchain/state-file.ts";

describe("recordedOutputs", () => {
  let project: string;
  const record = (latest: unknown, version = 3): void => {
    const directory = join(project, ".crossbed/state/.pulumi/stacks/crossbed");
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "lab.json"), JSON.stringify({ version, checkpoint: { stack: "lab", latest } }));
  };
  const stack = (outputs: unknown) => ({ resources: [{ type: "pulumi:pulumi:Stack", outputs }, { type: "other" }] });

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "crossbed-state-"));
  });
  afterEach(() => {
    rmSync(project, { recursive: true, force: true });
  });

  it("reads a stack's outputs, of which one that is not up has none", async () => {
    record(stack({ inventory: { name: "rack" } }));
    expect(await recordedOutputs("lab", project)).toEqual({ inventory: { name: "rack" } });
    record(undefined);
    expect(await recordedOutputs("lab", project)).toEqual({});
  });

  it("leaves it to Pulumi to decrypt, to read another format, and to say that a stack is not there", async () => {
    record(
      stack({ key: { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:" } }),
    );
    expect(await recordedOutputs("lab", project)).toBeUndefined();
    record(stack({}), 4);
    expect(await recordedOutputs("lab", project)).toBeUndefined();
    expect(await recordedOutputs("other", project)).toBeUndefined();
  });
});
