import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { programText } from "../../../../rack/script.ts";

const guard = new URL("../../../../components/guest/scripts/start-guard.sh", import.meta.url);

let directory: string;
let disk: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "guard-"));
  disk = join(directory, "kvm/guests/host1/cb-a1.qcow2");
  await mkdir(join(directory, "kvm/guests/host1"), { recursive: true });
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

/** The machine id and the host name of each machine: two have one name. */
const machines: Readonly<Record<string, { readonly id: string; readonly name: string }>> = {
  host1: { id: `${"1".repeat(32)}.`, name: "host1" },
  host2: { id: `${"2".repeat(32)}.`, name: "host2" },
  twin1: { id: `${"3".repeat(32)}.`, name: "localhost.localdomain" },
  twin2: { id: `${"4".repeat(32)}.`, name: "localhost.localdomain" },
};

interface Surroundings {
  readonly file?: string;
  /** Stand-ins for programs. */
  readonly bin?: string;
}

/** Runs the guard as libvirt on a machine does; returns what it refused with, or an empty string. */
async function on(machine: string, operation: string, { file = disk, bin = "" }: Surroundings = {}): Promise<string> {
  const definition = `<domain>
  <devices>
    <disk type='file' device='disk'>
      <source file='${file}' index='1'/>
    </disk>
    <disk type='file' device='disk'>
      <source file='${file.replace(".qcow2", ".seed")}'/>
    </disk>
  </devices>
</domain>`;
  const { id = "", name = "" } = machines[machine] ?? {};
  // The script asks the machine who it is, and looks where LUNs are mounted: it is told something else here.
  const text = programText(guard)
    .replace("$(< /proc/sys/kernel/hostname)", name)
    .replace("me=${me// /}", `me=${id}`)
    .replace("HOST_MOUNTS=/crossbed", `HOST_MOUNTS=${directory}`);
  const result = await execa("bash", ["-c", text, "guard", "cb-a1", ...operation.split(" "), "-"], {
    input: definition,
    reject: false,
    env: { PATH: `${bin}:${process.env["PATH"] ?? ""}` },
  });
  return result.exitCode === 0 ? "" : result.stderr;
}

/** Who is named in a file, by the name that people know. */
const owner = async (): Promise<string> => (await readFile(`${disk}.owner`, "utf8")).trim().split(" ").at(-1) ?? "";
const files = async (): Promise<string[]> => await readdir(join(directory, "kvm/guests/host1"));

describe("start-guard.sh", () => {
  it("lets one host start a guest, and no other until that one has let go", async () => {
    expect(await on("host1", "prepare begin")).toBe("");
    expect(await on("host2", "prepare begin")).toBe(
      "cb-a1 belongs to host1: cb-a1.qcow2 may be in use there, so it was not started on host2. See: crossbed status",
    );
    expect(await on("host2", "release end")).toBe("");
    expect(await owner()).toBe("host1");
    expect(await on("host1", "release end")).toBe("");
    expect(await on("host2", "prepare begin")).toBe("");
    expect(await files()).toEqual(["cb-a1.qcow2.owner"]);
  });

  it("hands the guest over at the end of a migration", async () => {
    await on("host1", "prepare begin");
    expect(await on("host2", "migrate begin")).toBe("");
    expect(await on("host2", "prepare begin")).toBe("");
    expect(await owner()).toBe("host1");
    await on("host1", "release end");
    expect(await owner()).toBe("host2");
    expect(await on("host1", "prepare begin")).toContain("belongs to host2");
  });

  it("leaves the guest where it is when a migration fails", async () => {
    await on("host1", "prepare begin");
    await on("host2", "migrate begin");
    await on("host2", "prepare begin");
    await on("host2", "release end");
    expect(await files()).toEqual(["cb-a1.qcow2.owner"]);
    expect(await owner()).toBe("host1");
  });

  it("may run twice on the host that has the guest", async () => {
    await on("host1", "prepare begin");
    expect(await on("host1", "prepare begin")).toBe("");
    await on("host1", "release end");
    expect(await on("host1", "release end")).toBe("");
    expect(await files()).toEqual([]);
  });

  it("keeps a lost host's mark: only somebody who can ask the peers may clear it", async () => {
    await on("host1", "prepare begin");
    expect(await on("host2", "prepare begin")).toContain("belongs to host1");
  });

  it("tells two machines of one host name apart, when they start and when they stop", async () => {
    expect(await on("twin1", "prepare begin")).toBe("");
    expect(await on("twin2", "prepare begin")).toContain("belongs to localhost.localdomain");
    expect(await on("twin2", "release end")).toBe("");
    expect(await owner()).toBe("localhost.localdomain");
    expect(await on("twin1", "prepare begin")).toBe("");
  });

  it("reads an earlier version's host name, except one that many machines have", async () => {
    await writeFile(`${disk}.owner`, "host1\n");
    expect(await on("host2", "prepare begin")).toContain("belongs to host1");
    expect(await on("host1", "prepare begin")).toBe("");
    expect(await on("host1", "release end")).toBe("");
    expect(await files()).toEqual([]);
    await writeFile(`${disk}.owner`, "localhost.localdomain\n");
    expect(await on("twin1", "prepare begin")).toContain("belongs to localhost.localdomain");
  });

  it("starts no second copy at the source of a migration under way, nor where the guest stopped meanwhile", async () => {
    await on("host1", "prepare begin");
    await on("host2", "migrate begin");
    const elsewhere = "is on its way to host2";
    expect(await on("host1", "prepare begin")).toContain(elsewhere);
    await rm(`${disk}.owner`);
    expect(await on("host1", "prepare begin")).toContain(elsewhere);
    expect(await on("host2", "prepare begin")).toBe("");
  });

  it("refuses a start that it cannot record, and leaves nothing that would block the next one", async () => {
    const bin = join(directory, "bin");
    await mkdir(bin);
    // A LUN that is full: the name is made, its content is not.
    await writeFile(join(bin, "sync"), '#!/bin/bash\n: > "$1"\nexit 1\n', { mode: 0o755 });
    const full = "host1 could not record beside cb-a1.qcow2 who may run it";
    expect(await on("host1", "prepare begin", { bin })).toContain(full);
    expect(await files()).toEqual([]);
    expect(await on("host2", "migrate begin", { bin })).toContain(full.replace("host1", "host2"));
    expect(await files()).toEqual([]);
    expect(await on("host1", "prepare begin")).toBe("");
  });

  it("takes an empty mark, as a full LUN left it in earlier versions, for somebody's", async () => {
    await writeFile(`${disk}.owner`, "");
    expect(await on("host1", "prepare begin")).toContain("belongs to a host whose record was cut");
  });

  it.each(["guests/host1/cb-a1.qcow2", "kvm/guests/cb-a1.qcow2", "kvm/guests/host1/deeper/cb-a1.qcow2"])(
    "leaves the guests of others alone, with a disk at %s",
    async (path) => {
      const file = join(directory, path);
      await mkdir(join(file, ".."), { recursive: true });
      for (const operation of ["migrate begin", "prepare begin", "release end"])
        expect(await on("host1", operation, { file })).toBe("");
      expect((await readdir(join(file, ".."))).filter((name) => name.startsWith("cb-a1"))).toEqual([]);
    },
  );

  it("lets a card up where libvirt has recorded that the guest runs, or whither it moves, and records nothing itself", async () => {
    await on("host1", "prepare begin");
    expect(await on("host1", "attach begin")).toBe("");
    const refusal =
      "cb-a1 belongs to host1: cb-a1.qcow2 may be in use elsewhere, so its card stays down on host2, and it does not start. Start it by virsh, not by xl";
    expect(await on("host2", "attach begin")).toBe(refusal);
    await on("host2", "migrate begin");
    expect(await on("host2", "attach begin")).toBe("");
    await on("host1", "release end");
    expect(await on("host2", "attach begin")).toBe("");
    expect(await on("host1", "attach begin")).toBe(
      refusal.replace("to host1", "to host2").replace("on host2", "on host1"),
    );
    expect(await files()).toEqual(["cb-a1.qcow2.owner"]);
  });

  it("keeps a card down whose guest libvirt did not start", async () => {
    expect(await on("host1", "attach begin")).toBe(
      "cb-a1 was not started by libvirt: cb-a1.qcow2 may be in use elsewhere, so its card stays down on host1, and it does not start. Start it by virsh, not by xl",
    );
    expect(await files()).toEqual([]);
  });

  it("refuses our guests on a machine without an identity", async () => {
    expect(await on("nobody", "prepare begin")).toContain("has no identity in /etc/machine-id");
    expect(await files()).toEqual([]);
  });
});
