import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { programText } from "../../../../rack/script.ts";

const wakeGuest = new URL("../../../../components/guest/scripts/wake-guest.sh", import.meta.url);

let host: string;
let disk: string;

/** What the stand-ins for Xen's and libvirt's programs were asked. */
const asked = async (): Promise<string> => await readFile(join(host, "log"), "utf8");

beforeEach(async () => {
  host = await mkdtemp(join(tmpdir(), "wake-"));
  disk = join(host, "crossbed/xen/guests/host1/cb-a1.qcow2");
  await mkdir(join(disk, ".."), { recursive: true });
  const programs = {
    xl: `printf 'Name  ID Mem VCPUs State Time(s)\\n%s 7 575 1 %s 11.7\\n' "$2" "$(cat "$HOST/state")"`,
    virsh: 'echo "virsh $*" >> "$HOST/log"',
    // Reached with the bindings of Xen: here it does what they would.
    python3: 'echo "resume ${*: -1}" >> "$HOST/log"; [[ -e $HOST/stuck ]] || echo ------ > "$HOST/state"',
  };
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(host, name), `#!/bin/bash\n${text}\n`);
    await chmod(join(host, name), 0o755);
  }
  await writeFile(join(host, "log"), "");
  await writeFile(disk, "");
  await writeFile(`${disk}.owner`, `${"1".repeat(32)}. host1\n`);
  await writeFile(join(host, "state"), "---ss-\n");
});

afterEach(async () => {
  await rm(host, { recursive: true });
});

/** Runs it as host1 does; returns what it refused with, or an empty string. */
async function wake(): Promise<string> {
  const text = programText(wakeGuest)
    .replace("$(< /proc/sys/kernel/hostname)", "host1")
    .replace(/me=\$\(.*\)/u, `me=${"1".repeat(32)}.`)
    .replace("HOST_MOUNTS=/crossbed", `HOST_MOUNTS=${host}/crossbed`);
  const { exitCode, stderr } = await execa("bash", ["-c", text, "wake-guest", "cb-a1"], {
    env: { PATH: `${host}:${process.env["PATH"] ?? ""}`, HOST: host },
    reject: false,
  });
  return exitCode === 0 ? "" : stderr;
}

describe("wake-guest.sh", () => {
  it("wakes device model and domain of a suspended guest, once", async () => {
    expect(await wake()).toBe("");
    expect(await wake()).toBe("");
    expect(await asked()).toBe(
      "virsh -q -c xen:///system suspend cb-a1\nvirsh -q -c xen:///system resume cb-a1\nresume 7\n",
    );
  });

  it.each(["r-----", "-b----", "--p---", "---s--", "---sc-"])("leaves a guest in state %s alone", async (state) => {
    await writeFile(join(host, "state"), `${state}\n`);
    expect(await wake()).toBe("");
    expect(await asked()).toBe("");
  });

  it.each(["owner", "incoming"])("refuses where another host is named as %s", async (role) => {
    await writeFile(`${disk}.${role}`, "host2\n");
    expect(await wake()).toContain("cb-a1 stays suspended on host1: another host may run it.");
    expect(await asked()).toBe("");
  });

  it("refuses where nobody is named, and where the disk is not there to ask", async () => {
    await rm(`${disk}.owner`);
    expect(await wake()).toContain("another host may run it");
    await rm(disk);
    expect(await wake()).toContain("where its disk is not mounted");
    expect(await asked()).toBe("");
  });

  it("says so when the guest stays suspended", async () => {
    await writeFile(join(host, "stuck"), "");
    expect(await wake()).toBe(
      "cb-a1 stays suspended on host1, although Xen was told to resume it. Run up again: it starts the guest anew",
    );
  });
});
