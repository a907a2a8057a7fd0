import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { imageDigest } from "../../../components/virtual-lab/images.ts";
import { buildImagesAhead, imageCache } from "../../../stacks/lab-images.ts";

describe("buildImagesAhead", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "crossbed-images-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  const said = async (home: string): Promise<string[]> => {
    const lines: string[] = [];
    await buildImagesAhead({ PATH: process.env["PATH"], XDG_CACHE_HOME: home }, (line) => lines.push(line));
    return lines;
  };

  it("has nothing to do, and to say, where the cache that the lab reads has both images", async () => {
    for (const kind of ["host", "guest"] as const) {
      const finished = join(imageCache({ XDG_CACHE_HOME: directory }), imageDigest(kind));
      mkdirSync(finished, { recursive: true });
      writeFileSync(join(finished, "metadata.json"), "{}\n");
    }
    expect(await said(directory)).toEqual([]);
  });

  it("leaves an image that cannot be built to the lab, and shows why", async () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    const [first, second, ...more] = await said(file);
    expect(first).toBe(`mkdir: cannot create directory \u2018${file}\u2019: Not a directory`);
    expect([second, more]).toEqual([first, []]);
  });
});
