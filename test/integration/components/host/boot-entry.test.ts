import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScript } from "../../../support/run-script.ts";

const own = (name: string): string =>
  readFileSync(new URL(`../../../../components/host/scripts/${name}.sh`, import.meta.url), "utf8");
const menu = new URL("../../../fixtures/grub/grub-2.06-debian-12-xen.cfg", import.meta.url);

let host: string;
beforeEach(() => {
  host = mkdtempSync(join(tmpdir(), "crossbed-boot-"));
  for (const folder of ["bin", "boot/grub"]) mkdirSync(join(host, folder), { recursive: true });
  cpSync(menu, join(host, "boot/grub/grub.cfg"));
  for (const name of ["virsh", "systemctl", "systemd-run", "sync"]) standIn(name, "");
  standIn("grub-editenv", `echo "$3" > ${host}/saved`);
});
afterEach(() => {
  rmSync(host, { recursive: true });
});

function standIn(program: string, text: string): void {
  writeFileSync(join(host, "bin", program), `#!/bin/bash\n${text}\n`);
  chmodSync(join(host, "bin", program), 0o755);
}

/** On a host whose files are the test's. */
async function boot(entry: string): ReturnType<typeof runScript> {
  const text = ["grub-menu", "boot-record", "boot-entry"]
    .map(own)
    .join("\n")
    .replaceAll("/boot/", `${host}/boot/`)
    .replaceAll("/sys/hypervisor", `${host}/hypervisor`);
  const values = { HYPERVISOR_TYPE: "xen", ENTRY: entry, URIS: "qemu:///system", BOOT_ID: "b" };
  return await runScript({ text }, values, join(host, "bin"));
}

describe("boot-entry.sh", () => {
  it.each(["xen-gnulinux-6.1.0-37-amd64-advanced-aaaa", "Debian", "gnulinux-advanced-xen"])(
    "refuses %s, which GRUB would not find in its main menu, with the paths that there are",
    async (entry) => {
      const { status, stderr } = await boot(entry);
      expect(status).toBe(1);
      expect(stderr).toContain(`GRUB on host1 has no entry "${entry}".`);
      expect(stderr).toContain(
        "\n  gnulinux-advanced-xen>xen-hypervisor-4.17-amd64-aaaa>xen-gnulinux-6.1.0-37-amd64-advanced-aaaa\n",
      );
      expect(existsSync(join(host, "saved"))).toBe(false);
    },
  );
});
