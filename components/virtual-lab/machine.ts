/** What a lab needs to know about the machine it will stand on. Reads and probes; changes nothing but its own cache. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { here } from "../../base/process-identity.ts";
import { bytesToMiB } from "../../base/units.ts";
import { accelerators, type Accelerator, type MachineFacts } from "./sizes.ts";

/**
 * Cores and memory of this machine, and the accelerator to use: the user's choice, or for `auto` the one that works. What a
 * probe found is kept in the cache.
 */
export async function readMachineFacts(accelerator: "auto" | Accelerator, cache: string): Promise<MachineFacts> {
  return {
    cores: availableParallelism(),
    memoryMiB: Math.floor(bytesToMiB(totalmem())),
    accelerator: accelerator === "auto" ? await probeAccelerator(cache) : accelerator,
  };
}

/**
 * `kvm` only where a virtual machine has been seen to run and the hosts inside will find nested virtualisation; else `tcg`.
 * `/dev/kvm` alone proves nothing. The answer holds until the next reboot and is kept so long.
 */
async function probeAccelerator(cache: string): Promise<Accelerator> {
  // Without the processor's flag there is nothing to probe, and nothing to remember.
  if (!/^flags\s*:.*\b(?:svm|vmx)\b/m.test(await readFile("/proc/cpuinfo", "utf8"))) return "tcg";
  const remembered = join(cache, `accelerator-${here().bootId}`);
  const text = await readFile(remembered, "utf8").catch(() => "");
  const known = accelerators.find((one) => one === text);
  if (known !== undefined) return known;
  const found = (await isNestedOn()) && (await runsVirtualMachine()) ? "kvm" : "tcg";
  await mkdir(cache, { recursive: true });
  await writeFile(remembered, found);
  return found;
}

async function isNestedOn(): Promise<boolean> {
  for (const module of ["kvm_amd", "kvm_intel"]) {
    const nested = await readFile(`/sys/module/${module}/parameters/nested`, "utf8").catch(() => "");
    if (/^[Y1]/.test(nested)) return true;
  }
  return false;
}

/** Boots a sector that reports 0x10 through QEMU's debug-exit device: status (0x10 << 1) | 1. */
async function runsVirtualMachine(): Promise<boolean> {
  const directory = await mkdtemp(join(tmpdir(), "crossbed-probe-"));
  try {
    const sector = Buffer.alloc(512);
    // mov dx, 0xf4; mov al, 0x10; out dx, al; hlt
    sector.set([0xba, 0xf4, 0x00, 0xb0, 0x10, 0xee, 0xf4]);
    sector.writeUInt16LE(0xaa55, 510);
    const image = join(directory, "sector");
    await writeFile(image, sector);
    const options = ["-nodefaults", "-display", "none", "-m", "16", "-device", "isa-debug-exit", "-accel", "kvm"];
    const status = await promisify(execFile)(
      "qemu-system-x86_64",
      [...options, "-drive", `file=${image},format=raw,if=ide`],
      { timeout: 10_000 },
    ).then(
      () => 0,
      (error: unknown) => (error as { code?: unknown }).code,
    );
    return status === 0x21;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
