import { execa } from "execa";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { factsScript as script, renderPlatformTable } from "../../../rack/facts-script.ts";
import { platforms } from "../../../platforms/index.ts";
import { parseHostFacts, type HostFacts } from "../../../rack/facts.ts";

let bin: string;

beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "crossbed-facts-"));
});
afterEach(() => {
  rmSync(bin, { recursive: true });
});

function standIn(program: string, body: string): void {
  writeFileSync(join(bin, program), `#!/bin/bash\n${body}\n`);
  chmodSync(join(bin, program), 0o755);
}

async function facts(text = script): Promise<HostFacts> {
  const { stdout } = await execa("bash", ["-s"], {
    input: text,
    env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` },
  });
  return parseHostFacts("here", stdout);
}

describe("facts.sh", () => {
  it("prints what the parser reads, on any Linux machine, also where libvirt does not answer", async () => {
    standIn("virsh", "exit 1");
    const { bootId, domains } = await facts();
    expect(bootId).toBe(readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
    expect(domains).toEqual([]);
  });

  it("does not call a guest of Xen running that is suspended or without its device model", async () => {
    mkdirSync(join(bin, "xen"));
    writeFileSync(join(bin, "xen/type"), "xen\n");
    writeFileSync(join(bin, "xen/capabilities"), "control_d\n");
    const uuid = (digit: number): string => `3232a021-3396-4053-a0bf-2c233b27a68${String(digit)}`;
    const rows = ["r-----", "-b----", "---ss-"].map((state, id) => `cb-${String(id)} ${String(id)} 575 1 ${state} 1.7`);
    standIn(
      "xl",
      `[[ $1 == list ]] || { echo 'xen_commandline        : sched=credit dom0_mem=1G'; exit 0; }; printf '%s\\n' ${rows.map((row, id) => `'${row} ${uuid(id)} - -'`).join(" ")}`,
    );
    standIn(
      "virsh",
      `printf '%s\\n' ${[0, 1, 2].map((id) => `${uuid(id)} '${uuid(id)} cb-${String(id)}'`).join(" ")} '${uuid(3)} cb-3'`,
    );
    // The first and the third have a device model, the second's is gone, and its number is another process's now.
    standIn("xenstore-read", `[[ $1 == */1/* ]] && echo $PPID || echo 77`);
    mkdirSync(join(bin, "77"));
    writeFileSync(join(bin, "77/cmdline"), "qemu\0-xen-domid\x000\0-xen-domid\x002\0-nographic\0");
    mkdirSync(join(bin, "xen/version"));
    for (const [part, text] of Object.entries({ major: "4", minor: "20", extra: ".1" })) {
      writeFileSync(join(bin, "xen/version", part), `${text}\n`);
    }
    const { hypervisor, domains, platformFacts } = await facts(
      script
        .replaceAll("/sys/hypervisor", `${bin}/xen`)
        .replaceAll("/proc/xen", `${bin}/xen`)
        .replaceAll("/proc/$pid", `${bin}/$pid`),
    );
    expect(hypervisor).toBe("xen");
    expect(platformFacts).toEqual({
      xen: "4.20.1",
      "dom0 vCPUs": expect.stringMatching(/^\d+$/) as unknown,
      "dom0 memory": expect.stringMatching(/^\d+ MiB$/) as unknown,
      "Xen command line": "sched=credit dom0_mem=1G",
    });
    expect(domains.map(({ isRunning, stalled }) => [isRunning, stalled])).toEqual([
      [true, null],
      [false, "its device model, QEMU, died"],
      [false, "a failed migration left it suspended"],
      [false, null],
    ]);
  });

  it.each([
    ["empty", ""],
    ["cut", '{"version":1,"stack":"kvm-6c'],
    ["cut", "2 3232a021-3396"],
    ["of zeros", "\0\0\0\0"],
  ])("names records that are %s, and says everything else", async (_, text) => {
    mkdirSync(join(bin, "state/guests"), { recursive: true });
    writeFileSync(join(bin, "state/lease.json"), text);
    writeFileSync(join(bin, "state/guests/cb-a1.started"), text);
    writeFileSync(join(bin, "state/guests/cb-a2.started"), "2 3232a021-3396-4053-a0bf-2c233b27a68a\n");
    const { lease, guests, unreadable } = await facts(script.replaceAll("/var/lib/crossbed", `${bin}/state`));
    expect(lease).toBeNull();
    expect(guests.map(({ incarnation, isReadable }) => [incarnation, isReadable])).toEqual([
      [0, false],
      [2, true],
    ]);
    expect(unreadable).toEqual([`${bin}/state/guests/cb-a1.started`, `${bin}/state/lease.json`]);
  });

  it("asks a connection without a hypervisor of its own where libvirt has its driver, and nowhere else", async () => {
    standIn("virsh", `echo "$3" >> ${bin}/asked; echo '3232a021-3396-4053-a0bf-2c233b27a68a c1'`);
    const platform = { ...platforms.bare, libvirt: { scheme: "lxc", driver: "lxc" } };
    const text = script
      .replace(renderPlatformTable(platforms), renderPlatformTable({ container: platform }))
      .replaceAll("/usr/{lib,lib64,lib/*}/libvirt", `${bin}/{lib,lib64}`);
    expect((await facts(text)).domains).toEqual([]);
    mkdirSync(join(bin, "lib/connection-driver"), { recursive: true });
    writeFileSync(join(bin, "lib/connection-driver/libvirt_driver_lxc.so"), "");
    const { domains, hypervisor } = await facts(text);
    expect([domains.map(({ name }) => name), hypervisor]).toEqual([["c1"], "none"]);
    expect(readFileSync(join(bin, "asked"), "utf8")).toBe("lxc:///system\n");
  });

  it("says which distribution the host runs", async () => {
    writeFileSync(join(bin, "os-release"), 'NAME="SLES"\nVERSION_ID="15.6"\nID="sles"\nID_LIKE="suse"\n');
    const { distribution } = await facts(script.replaceAll("/etc/os-release", `${bin}/os-release`));
    expect(distribution).toEqual({ id: "sles", idLike: "suse", versionId: "15.6" });
  });
});
