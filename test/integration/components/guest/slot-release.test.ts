import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScript } from "../../../support/run-script.ts";

const script = readFileSync(new URL("../../../../components/guest/scripts/slot-release.sh", import.meta.url), "utf8");

let root: string;
const disk = (): string => join(root, "lun/cb-a1.qcow2");
const onLun = (): string[] => readdirSync(join(root, "lun")).toSorted();
const kept = ["cb-a1.qcow2.incoming", "cb-a1.qcow2.owner", "cb-a1.xml"];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-slot-"));
  for (const folder of ["bin", "guests", "lun"]) mkdirSync(join(root, folder));
  for (const file of kept) writeFileSync(join(root, "lun", file), "");
  writeFileSync(join(root, "guests/cb-a1.started"), "1 uuid\n");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Stands in for libvirt with the guest in this state, and another one whose name begins so; `false` answers nobody. */
function libvirt(state: string | undefined | false): void {
  if (typeof state === "string") writeFileSync(join(root, "state"), state);
  writeFileSync(
    join(root, "bin/virsh"),
    `#!/bin/bash
${state === false ? "exit 1" : ""}
case $4 in
  list) echo cb-a11; [[ ! -e ${root}/state ]] || echo cb-a1 ;;
  domstate) cat ${root}/state ;;
  destroy) echo 'shut off' > ${root}/state ;;
  undefine) rm ${root}/state ;;
esac
`,
  );
  chmodSync(join(root, "bin/virsh"), 0o755);
}

const release = async () => {
  const values = {
    DOMAIN: "cb-a1",
    URI: "qemu:///system",
    CONSOLE: join(root, "cb-a1.console"),
    DISKS: `${disk()} ${join(root, "lun/cb-a1.seed")}`,
  };
  const text = `HOST_STATE=${root} HOST_GUESTS=${root}/guests HOST_LOGS=${root}\n${script}`;
  return await runScript({ text }, values, join(root, "bin"), "delete");
};

describe("slot-release.sh", () => {
  it("removes marks, definition and records of a guest that libvirt has no more; twice without harm", async () => {
    libvirt(undefined);
    expect(await release()).toMatchObject({ status: 0, stderr: "" });
    expect((await release()).status).toBe(0);
    expect([onLun(), readdirSync(root).includes("guests")]).toEqual([[], false]);
  });

  it.each(["running", "shut off"])(
    "touches nothing of a guest that is %s by libvirt, and says what to do",
    async (state) => {
      libvirt(state);
      expect(await release()).toMatchObject({
        status: 1,
        stderr: `libvirt on host1 still has cb-a1 (${state}), so its records, which keep a second copy from starting, stay as they are; nothing was touched. Leave its slot out of --replace. If nobody needs the guest, run there: virsh -c qemu:///system destroy cb-a1; virsh -c qemu:///system undefine cb-a1. Then run this again.`,
      });
      expect([onLun(), readdirSync(join(root, "guests"))]).toEqual([kept, ["cb-a1.started"]]);
      expect(readFileSync(join(root, "state"), "utf8")).toBe(state);
    },
  );

  it.each(["running", "shut off"])("ends a guest whose start nobody recorded, which is %s", async (state) => {
    rmSync(join(root, "guests/cb-a1.started"));
    libvirt(state);
    expect((await release()).status).toBe(0);
    expect([onLun(), readdirSync(root).includes("state")]).toEqual([[], false]);
  });

  it("removes nothing where libvirt cannot be asked", async () => {
    libvirt(false);
    expect((await release()).status).toBe(1);
    expect(onLun()).toEqual(kept);
  });
});
