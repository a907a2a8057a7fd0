import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GrowingFile } from "../../../base/growing-file.ts";

describe("GrowingFile", () => {
  it("holds what was written when it is closed, also the second time", async () => {
    const folder = mkdtempSync(join(tmpdir(), "crossbed-file-"));
    const file = new GrowingFile(join(folder, "raw"));
    file.write("one\n");
    file.write(Buffer.from("two\n"));
    await file.close();
    await file.close();
    expect(readFileSync(join(folder, "raw"), "utf8")).toBe("one\ntwo\n");
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["/dev/full", "ENOSPC"],
    ["/nowhere/raw", "ENOENT"],
  ])("tells at once and at the end that %s cannot be written", async (path, why) => {
    const file = new GrowingFile(path);
    file.write("one\n");
    const told = await file.failed.catch((error: unknown) => error);
    expect(told).toMatchObject({ code: "missing_prerequisite", where: path });
    file.write("two\n");
    await expect(file.close()).rejects.toThrow(why);
  });
});
