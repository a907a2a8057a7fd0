import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseSpec } from "../../../stacks/spec.ts";
import { readStackData } from "../../../stacks/stack-data.ts";
import { workloadArchive, type WorkloadArchive, type WriteFiles } from "../../../workloads/archive.ts";
import { workloadOf } from "../../../workloads/index.ts";

let root: string;
let source: string;
let built: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-archive-"));
  source = join(root, "source");
  built = 0;
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Writes the source and lets the file system's clock go on, so that what is built next is known to hold this content. */
function write(text: string): void {
  writeFileSync(source, text);
  utimesSync(source, 1, 1);
  while (Date.now() < statSync(source).ctimeMs + 20);
}

const writeFiles: WriteFiles = (directory) => {
  built += 1;
  mkdirSync(directory);
  writeFileSync(join(directory, "program"), readFileSync(source));
  return Promise.resolve([source]);
};

const make = (settings: unknown = {}): Promise<WorkloadArchive> => workloadArchive(writeFiles, root, settings);

describe("workloadArchive", () => {
  it("packs what the workload writes", async () => {
    write("one");
    const { file, sha256 } = await make();
    expect(file).toBe(join(root, `workload-${sha256}.tar.gz`));
    expect((await execa("tar", ["-xzOf", file, "./program"])).stdout).toBe("one");
  });

  it("builds nothing anew while its sources and settings stay", async () => {
    write("one");
    const first = await make();
    expect([await make(), built]).toEqual([first, 1]);
    await make({ workers: 2 });
    expect(built).toBe(2);
    expect([await make(), built]).toEqual([first, 2]);
  });

  it("builds anew after an edit that keeps a file's size and time", async () => {
    write("one");
    const { sha256 } = await make();
    write("two");
    expect((await make()).sha256).not.toBe(sha256);
  });

  it("builds anew where the archive, or a source, is gone, and where the record is damaged", async () => {
    write("one");
    const { file } = await make();
    rmSync(file);
    await make();
    expect([statSync(file).isFile(), built]).toEqual([true, 2]);
    const record = `workload-${"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a".slice(0, 16)}.made`;
    writeFileSync(join(root, record), readFileSync(join(root, record), "utf8").slice(0, 80));
    await make();
    expect(built).toBe(3);
    rmSync(source);
    await expect(make()).rejects.toThrow("ENOENT");
  });

  it("does not trust a source that changed while it was built", async () => {
    write("one");
    await workloadArchive(
      async (directory) => {
        const deciding = await writeFiles(directory);
        writeFileSync(source, "two");
        return deciding;
      },
      root,
      {},
    );
    await make();
    expect(built).toBe(2);
  });

  it.each(["kvm-6core", "sip-kvm"])("knows all sources of the workload of %s", async (stack) => {
    const { workload } = parseSpec(stack, readStackData(stack, {}));
    const write: WriteFiles = (directory) => workloadOf(workload).writeFiles(workload, directory);
    const first = await workloadArchive(write, root, workload);
    const again = await workloadArchive(() => Promise.reject(new Error("it is built again")), root, workload);
    expect(again).toEqual(first);
  });
});
