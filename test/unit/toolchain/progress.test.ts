import { describe, expect, it } from "vitest";
import { renderLeft, withProgress } from "../../../toolchain/progress.ts";

describe("renderLeft", () => {
  it("admits when an estimate was wrong", () => {
    expect(renderLeft(15, 185)).toBe("about 2 min 50 s left");
    expect(renderLeft(200, 185)).toBe("15 s longer than estimated");
  });
});

describe("withProgress", () => {
  it("says what begins and how long it takes, and returns what the work returns", async () => {
    const lines: string[] = [];
    const result = await withProgress(
      "build",
      61,
      (line) => lines.push(line),
      () => Promise.resolve(7),
    );
    expect(result).toBe(7);
    expect(lines).toEqual(["build: about 1 min 01 s", "build: done in 0 s"]);
  });

  it("passes a failure on without claiming an end", async () => {
    const lines: string[] = [];
    const failing = withProgress(
      "build",
      1,
      (line) => lines.push(line),
      () => Promise.reject(new Error("no")),
    );
    await expect(failing).rejects.toThrow("no");
    expect(lines).toEqual(["build: about 1 s"]);
  });
});
