import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { imagesDirectory } from "../../../../components/virtual-lab/images.ts";

/** What the image says of the archive, where apt has read indexes of these dates. */
async function archiveOf(dates: readonly string[]): Promise<string> {
  const tree = mkdtempSync(join(tmpdir(), "crossbed-tree-"));
  onTestFinished(() => {
    rmSync(tree, { recursive: true });
  });
  for (const folder of ["etc/ssh/sshd_config.d", "usr/local/sbin", "var/lib/apt/lists"])
    mkdirSync(join(tree, folder), { recursive: true });
  for (const [index, date] of dates.entries()) {
    const text = `Origin: Debian\nDate: ${date}\nValid-Until: Sat, 05 Dec 2099 20:00:00 UTC\n`;
    writeFileSync(join(tree, `var/lib/apt/lists/archive.test_${String(index)}_InRelease`), text);
  }
  await execa(join(imagesDirectory, "common/customize.sh"), [tree], { env: { IMAGES: imagesDirectory } });
  return readFileSync(join(tree, "etc/crossbed-archive"), "utf8");
}

it("an image says the newest state of Debian's archive that it is made of, so that two days' images differ by it", async () => {
  const [first, second] = ["Sat, 14 Nov 2026 09:31:05 UTC", "Sat, 28 Nov 2026 20:11:13 UTC"];
  expect(await archiveOf([second, first])).toBe("20261128T201113Z\n");
  expect(await archiveOf([first])).toBe("20261114T093105Z\n");
});

it("an image whose indexes are not there says nothing of it, and is made all the same", async () => {
  expect(await archiveOf([])).toBe("");
});
