import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { quote } from "../../../cli/env.ts";
import { parseSource, setUp } from "../../../toolchain/setup.ts";

describe("parseSource", () => {
  it("knows the two sources and takes an empty name for none", () => {
    expect([parseSource("releases"), parseSource("modules"), parseSource(""), parseSource(undefined)]).toEqual([
      "releases",
      "modules",
      undefined,
      undefined,
    ]);
  });
  it("refuses any other name and lists those there are", () => {
    expect(() => parseSource("homebrew")).toThrow(
      "CROSSBED_TOOLCHAIN or --source: homebrew is not a source of Pulumi; use releases or modules.",
    );
  });
});

describe("setUp", () => {
  const noProject = mkdtempSync(join(tmpdir(), "crossbed-no-project-"));
  afterAll(() => {
    rmSync(noProject, { recursive: true });
  });

  it("begins nothing when the source of Pulumi is wrong", async () => {
    let began = false;
    const beside = (): Promise<void> => ((began = true), Promise.resolve());
    const env = { CROSSBED_TOOLCHAIN: "homebrew" };
    await expect(setUp({ project: noProject, purposes: [], beside, say: () => undefined, env })).rejects.toThrow(
      "homebrew is not a source of Pulumi",
    );
    expect(began).toBe(false);
  });

  it("says at once that the toolchain cannot be installed, and then waits for what it began beside it", async () => {
    const events: string[] = [];
    const say = (line: string): void => void events.push(line);
    const beside = async (): Promise<void> => {
      await new Promise(setImmediate);
      say("ended");
    };
    const env = {
      get PULUMI_HOME(): string {
        throw new Error("no home");
      },
    };
    await expect(setUp({ project: noProject, purposes: [], beside, say, env })).rejects.toThrow("no home");
    expect(events).toEqual(["no home\nThis ends once what was begun beside the toolchain has ended.", "ended"]);
  });
});

describe("quote", () => {
  it("makes one shell word of anything", () => {
    expect(quote("/a b/$HOME`x`")).toBe("'/a b/$HOME`x`'");
    expect(quote("it's")).toBe(`'it'\\''s'`);
  });
});
