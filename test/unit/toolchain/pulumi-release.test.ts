import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { releaseArchive, unpackRelease } from "../../../toolchain/pulumi-release.ts";
import { pulumiRelease, pulumiVersion } from "../../../toolchain/versions.ts";

let directory: string;
let archive: string;
const url = "https://releases.test/pulumi.tar.gz";
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-release-"));
  mkdirSync(join(directory, "pulumi"));
  writeFileSync(join(directory, "pulumi/pulumi"), "the program");
  archive = join(directory, "archive.tar.gz");
  await execa("tar", ["-czf", archive, "-C", directory, "pulumi"]);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

describe("releaseArchive", () => {
  it("is of the version that npm pins, with a checksum for each processor", () => {
    expect(pulumiRelease.version).toBe(pulumiVersion);
    const sums = ["x64", "arm64"].map((processor) => releaseArchive(processor).sha256);
    expect(new Set(sums).size).toBe(2);
    for (const sum of sums) expect(sum).toMatch(/^[0-9a-f]{64}$/u);
  });

  it("refuses a processor without one, so that Pulumi is built instead", () => {
    expect(() => releaseArchive("riscv64")).toThrow(/riscv64 has no checksum/u);
  });
});

describe("unpackRelease", () => {
  it("puts the programs of an archive that has the checksum in place of what was there", async () => {
    const sha256 = createHash("sha256").update(readFileSync(archive)).digest("hex");
    mkdirSync(join(directory, "bin"));
    writeFileSync(join(directory, "bin/old"), "");
    await unpackRelease({ archive, url, sha256 }, join(directory, "bin"));
    expect(readdirSync(join(directory, "bin"))).toEqual(["pulumi"]);
    expect(readFileSync(join(directory, "bin/pulumi"), "utf8")).toBe("the program");
  });

  it("unpacks nothing of any other archive", async () => {
    const wrong = unpackRelease({ archive, url, sha256: "0".repeat(64) }, join(directory, "bin"));
    await expect(wrong).rejects.toThrow(/has SHA-256 [0-9a-f]{64}, not 0{64}: nothing of it was run/u);
    expect(existsSync(join(directory, "bin"))).toBe(false);
    expect(existsSync(`${archive}.unpacked`)).toBe(false);
  });
});
