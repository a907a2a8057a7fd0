import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { renderTune } from "../../../../components/guest/domain.ts";
import { programText } from "../../../../rack/script.ts";
import { runScript } from "../../../support/run-script.ts";

const source = (name: string): string => readFileSync(`components/guest/scripts/${name}.sh`, "utf8");
const dead = `${"9".repeat(32)}. host2`;
let root: string;
let disk: string;

/** host1 and host3: stand-ins for libvirt ask the guard as libvirt does, and run what it lets start. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-elsewhere-"));
  const guests = join(root, "kvm/guests/host2");
  mkdirSync(guests, { recursive: true });
  disk = join(guests, "cb-a2.qcow2");
  writeFileSync(disk, "");
  writeFileSync(`${disk}.owner`, `${dead}\n`);
  writeFileSync(
    join(guests, "cb-a2.xml"),
    `<domain>\n  <cputune>\n    <vcpupin vcpu='0' cpuset='7'/>\n  </cputune>\n  <source file='${disk}'/>\n</domain>\n`,
  );
  for (const [index, host] of ["host1", "host3"].entries()) {
    mkdirSync(join(root, host, "bin"), { recursive: true });
    writeFileSync(join(root, host, "id"), `${String(index + 1).repeat(32)}\n`);
    const guard = programText(new URL("../../../../components/guest/scripts/start-guard.sh", import.meta.url))
      .replace("$(< /proc/sys/kernel/hostname)", host)
      .replace("/etc/machine-id /sys/class/dmi/id/product_uuid", join(root, host, "id"))
      .replace("HOST_MOUNTS=/crossbed", `HOST_MOUNTS=${root}`);
    writeFileSync(join(root, host, "guard"), guard);
    const running = join(root, host, "running");
    writeFileSync(
      join(root, host, "bin", "virsh"),
      `#!/bin/bash
case $4 in
  list) [[ ! -e ${running} ]] || echo cb-a2 ;;
  create) bash ${root}/${host}/guard cb-a2 prepare begin - < "$5" || exit 1
    if [[ -e ${root}/${host}/fails ]]; then bash ${root}/${host}/guard cb-a2 release end - < "$5"; exit 1; fi
    cp "$5" ${running} ;;
esac
`,
    );
    chmodSync(join(root, host, "bin", "virsh"), 0o755);
  }
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const start = async (host: string) => {
  const text = source("start-elsewhere").replace(
    "/etc/machine-id /sys/class/dmi/id/product_uuid",
    join(root, host, "id"),
  );
  const values = {
    DOMAIN: "cb-a2",
    URI: "qemu:///system",
    DISKS: `${disk} ${disk.replace("qcow2", "seed")}`,
    LIVING: "host1 host3",
    TUNE: renderTune({ pins: [3], emulator: [] }),
  };
  return await runScript({ text: `HOSTNAME=${host}\n${text}` }, values, join(root, host, "bin"));
};
/** What the guard on a host says to a start there. */
const asked = async (host: string): Promise<string> => {
  const { stderr } = await execa("bash", [join(root, host, "guard"), "cb-a2", "prepare", "begin", "-"], {
    input: `<source file='${disk}'/>`,
    reject: false,
  });
  return stderr;
};
const owner = (): string => readFileSync(`${disk}.owner`, "utf8").trim().split(" ").at(-1) ?? "";
const runs = (host: string): boolean => existsSync(join(root, host, "running"));
const besideDisk = (): string[] => readdirSync(join(root, "kvm/guests/host2")).toSorted();

describe("start-elsewhere.sh", () => {
  it("starts the guest on the pCPUs of that host, and hands it the owner mark, which the home that returns must heed", async () => {
    expect(await start("host1")).toMatchObject({ status: 0 });
    expect(owner()).toBe("host1");
    expect(besideDisk()).toEqual(["cb-a2.qcow2", "cb-a2.qcow2.owner", "cb-a2.xml"]);
    const definition = readFileSync(join(root, "host1/running"), "utf8");
    expect(definition.match(/<vcpupin [^>]*>/gu)).toEqual(['<vcpupin vcpu="0" cpuset="3"/>']);
    expect(await asked("host3")).toContain("cb-a2 belongs to host1");
    expect((await start("host3")).stderr).toContain(
      "it belongs to host1, which lives. If it does not run there, remove",
    );
    expect([owner(), existsSync(`${disk}.incoming`), runs("host3")]).toEqual(["host1", false, false]);
    expect((await start("host1")).status).toBe(0);
  });

  it("starts one copy where two hosts try at once", async () => {
    const both = await Promise.all(["host1", "host3"].map(start));
    expect(both.filter(({ status }) => status === 0)).toHaveLength(1);
    expect(["host1", "host3"].filter(runs)).toEqual([owner()]);
  });

  it("leaves the mark of the lost host where the guest does not start, and nothing of its own", async () => {
    writeFileSync(join(root, "host1/fails"), "");
    expect((await start("host1")).status).toBe(1);
    expect([owner(), besideDisk()]).toEqual(["host2", ["cb-a2.qcow2", "cb-a2.qcow2.owner", "cb-a2.xml"]]);
    rmSync(join(root, "host1/fails"));
    expect((await start("host1")).status).toBe(0);
  });

  it("finishes what was cut off between the start and the mark", async () => {
    await start("host1");
    writeFileSync(`${disk}.incoming`, readFileSync(`${disk}.owner`));
    writeFileSync(`${disk}.owner`, `${dead}\n`);
    expect((await start("host1")).status).toBe(0);
    expect([owner(), existsSync(`${disk}.incoming`)]).toEqual(["host1", false]);
  });

  it("starts nothing that is announced elsewhere, or whose definition is not there", async () => {
    writeFileSync(`${disk}.incoming`, `${"8".repeat(32)}. host8\n`);
    expect((await start("host1")).stderr).toContain("it is announced on host8. If it runs nowhere, remove");
    rmSync(`${disk}.incoming`);
    rmSync(join(root, "kvm/guests/host2/cb-a2.xml"));
    expect((await start("host1")).stderr).toContain("its definition, ");
    expect([runs("host1"), owner()]).toEqual([false, "host2"]);
  });
});
