import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { imagesDirectory, imageValues } from "../../../../components/virtual-lab/images.ts";
import { controlDomainMiB } from "../../../../platforms/index.ts";

const text = (file: string): string => readFileSync(`${imagesDirectory}/${file}`, "utf8");

describe("imageValues", () => {
  it("are what the image's script requires beside its places, kind and digest", () => {
    const required = [...text("build.sh").matchAll(/\$\{([A-Z][A-Z0-9_]*):\?\}/gu)].map(([, name]) => name);
    expect(required.toSorted()).toEqual(
      [...Object.keys(imageValues("host")), "CACHE", "DIGEST", "IMAGES", "KIND", "LOCK_WAIT_SEC"].toSorted(),
    );
  });

  it("give dom0 the memory that the plan keeps for it, in a boot menu that fills in nothing else", () => {
    expect(imageValues("host").DOM0_MIB).toBe(String(controlDomainMiB));
    expect(text("host/grub.cfg").match(/@\w+@/gu)).toEqual(["@DOM0_MIB@", "@DOM0_MIB@"]);
  });
});
