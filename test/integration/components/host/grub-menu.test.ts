import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const menu = at("../../../fixtures/grub/grub-2.06-debian-12-xen.cfg");

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "grub-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** The names of each entry, as a function of grub-menu.sh prints them. */
async function names(reader: "menu_entries" | "loader_entries", file: string): Promise<string[][]> {
  const script = at("../../../../components/host/scripts/grub-menu.sh");
  const { stdout } = await execa("bash", ["-c", `. "$1"; ${reader} "$2"`, "grub-menu", script, file]);
  return stdout
    .trim()
    .split("\n\n")
    .map((entry) => entry.split("\n").filter((line) => !line.startsWith("\t")));
}

/** Whether grub-menu.sh takes two names for one entry of a file. */
async function isOneEntry(one: string, other: string, file: string): Promise<boolean> {
  const script = at("../../../../components/host/scripts/grub-menu.sh");
  const command = '. "$1"; menu_entries "$2" | is_one_entry "$3" "$4"';
  const { exitCode } = await execa("bash", ["-c", command, "grub-menu", script, file, one, other], { reject: false });
  return exitCode === 0;
}

const likes = `
menuentry 'Debian' --id simple {
  linux /vmlinuz-6.1 root=/dev/sda1 ro quiet
  initrd /initrd.img-6.1
}
submenu 'Advanced' --id advanced {
  menuentry 'Debian, with Linux 6.1' --id 6.1 {
    echo 'Loading Linux 6.1 ...'
    linux /vmlinuz-6.1 root=/dev/sda1 ro quiet
    initrd /initrd.img-6.1
  }
  menuentry 'Debian, with Linux 6.1 (recovery mode)' --id recovery {
    linux /vmlinuz-6.1 root=/dev/sda1 ro single
    initrd /initrd.img-6.1
  }
}
menuentry 'UEFI settings' --id one {
  fwsetup
}
menuentry 'Memory test' --id two {
  memtest
}
`;

describe("is_one_entry", () => {
  it.each([
    ["two names of one entry", "Debian", "simple", true],
    ["two entries that load the same", "simple", "Advanced>6.1", true],
    ["two entries with other options", "simple", "advanced>recovery", false],
    ["two entries that load nothing", "one", "two", false],
    ["a name that no entry has", "Debian", "6.1", false],
  ])("is right of %s", async (_, one, other, expected) => {
    const file = join(directory, "grub.cfg");
    writeFileSync(file, likes);
    expect(await isOneEntry(one, other, file)).toBe(expected);
  });
});

describe("menu_entries", () => {
  it("names entries of the main menu by id and title, and one in a submenu by its whole path alone", async () => {
    const entries = await names("menu_entries", menu);
    expect(entries.slice(0, 2)).toEqual([
      ["gnulinux-simple-aaaa", "Debian GNU/Linux"],
      [
        "gnulinux-advanced-aaaa>gnulinux-6.1.0-37-amd64-advanced-aaaa",
        "gnulinux-advanced-aaaa>Debian GNU/Linux, with Linux 6.1.0-37-amd64",
        "Advanced options for Debian GNU/Linux>gnulinux-6.1.0-37-amd64-advanced-aaaa",
        "Advanced options for Debian GNU/Linux>Debian GNU/Linux, with Linux 6.1.0-37-amd64",
      ],
    ]);
    expect(entries[2]).toEqual(["xen-gnulinux-simple-aaaa", "Debian GNU/Linux, with Xen hypervisor"]);
    const all = entries.flat();
    expect(all).toContain(
      "gnulinux-advanced-xen>xen-hypervisor-4.17-amd64-aaaa>xen-gnulinux-6.1.0-37-amd64-advanced-aaaa",
    );
    // The beginning of a title, and an id or title that stands in a submenu, boot something else.
    for (const wrong of ["Debian", "gnulinux-6.1.0-37-amd64-advanced-aaaa", "gnulinux-advanced-aaaa"])
      expect(all).not.toContain(wrong);
  });

  it("goes on in the main menu after entries and functions, and doubles what would part a path", async () => {
    const file = join(directory, "grub.cfg");
    writeFileSync(
      file,
      [
        "function gfxmode {",
        "  set gfxpayload=${1}",
        "}",
        'menuentry "a > b (c.d*)" --id=plain {',
        "  if [ x$a = xb ]; then true; fi",
        "}",
        "submenu More {",
        "\tmenuentry kvm --id kvm {",
        "\t}",
        "}",
        "menuentry last {",
        "}",
      ].join("\n"),
    );
    expect(await names("menu_entries", file)).toEqual([["plain", "a >> b (c.d*)"], ["More>kvm", "More>kvm"], ["last"]]);
  });
});

describe("loader_entries", () => {
  it("names an entry of the Boot Loader Specification by its file and its title", async () => {
    const file = join(directory, "aaaa-6.12.0.x86_64.conf");
    writeFileSync(file, "title Fedora Linux (6.12.0.x86_64) 42\nversion 6.12.0\nlinux /vmlinuz\n");
    expect(await names("loader_entries", file)).toEqual([["aaaa-6.12.0.x86_64", "Fedora Linux (6.12.0.x86_64) 42"]]);
  });
});
