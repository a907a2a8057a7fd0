import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { imagesDirectory, imageValues } from "../../../../components/virtual-lab/images.ts";
import { controlDomainMiB, platforms } from "../../../../platforms/index.ts";
import { ipmitool, node, transferPoint } from "../../../../platforms/packages.ts";
import type { Requirement } from "../../../../platforms/platform.ts";

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

describe("the images' lists of packages", () => {
  /** Of a version (`xen-utils-4.20`) also without it, as Debian's dependencies know them; and one that every Debian has. */
  const listed = (kind: string): string[] =>
    text(`${kind}/packages`)
      .replaceAll(/^#.*$/gmu, "")
      .split(/\s+/u)
      .flatMap((name) => [name, name.replace(/-\d[\d.]*$/u, "")])
      .concat("util-linux");
  const names = (requirements: readonly Requirement[]): (string | null)[] =>
    requirements.map(({ packages }) => packages.debian);

  it.each(Object.entries(platforms))("bring what a host needs for %s", (_, { requirements }) => {
    const lab = names([...requirements, transferPoint, ipmitool]);
    expect(lab.filter((name) => name === null || !listed("host").includes(name))).toEqual([]);
  });

  it("bring what a guest's processes need", () => {
    expect(listed("guest")).toEqual(expect.arrayContaining(names([node])));
  });
});
