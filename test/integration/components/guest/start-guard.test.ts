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
  disk = join(directory, "guests/host1/cb-a1.qcow2");
  await mkdir(join(directory, "guests/host1"), { recursive: true });
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

/** Runs the guard as libvirt on `host` does; returns what it refused with, or an empty string. */
async function on(host: string, operation: string): Promise<string> {
  const definition = `<domain>
  <devices>
    <disk type='file' device='disk'>
      <source file='${disk}'/>
    </disk>
    <disk type='file' device='disk'>
      <source file='${disk.replace(".qcow2", ".seed")}'/>
    </disk>
  </devices>
</domain>`;
  // The script asks the kernel for the host's name: it is told another one here.
  const text = programText(guard).replace("$(< /proc/sys/kernel/hostname)", host);
  const result = await execa("bash", ["-c", text, "guard", "cb-a1", ...operation.split(" "), "-"], {
    input: definition,
    reject: false,
  });
  return result.exitCode === 0 ? "" : result.stderr;
}

const owner = async (): Promise<string> => (await readFile(`${disk}.owner`, "utf8")).trim();
const files = async (): Promise<string[]> => await readdir(join(directory, "guests/host1"));

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
    await writeFile(`${disk}.owner`, "host1\n");
    expect(await on("host2", "prepare begin")).toContain("belongs to host1");
  });
});
