/** Keeps packages from starting their services while they are installed. */
import { existsSync, readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { startTicks } from "../base/process-identity.ts";

/** Whatever starts a package's services asks it; 101 forbids that, 0 allows it (Debian's invoke-rc.d). */
const policyFile = "/usr/sbin/policy-rc.d";

const mark =
  "# Crossbed's: while its set-up installs packages, they start no service. Without that set-up it allows all, and may be removed.";

/** Forbids only while the process that wrote it lives: a killed process leaves a file that harms nobody. */
function policyOf(pid: number): string {
  const started = `$(sed 's/.*) //' /proc/${String(pid)}/stat 2> /dev/null | cut -d ' ' -f 20)`;
  return `#!/bin/sh\n${mark}\n[ "${started}" != ${startTicks(pid) ?? "gone"} ] || exit 101\n`;
}

/**
 * Does the work under a policy that starts no service (policy-rc.d): Crossbed itself starts what it needs, and leaves this machine's
 * own libvirtd and sshd alone. A policy of the machine's own stays in force; this replaces one that a killed set-up of ours left.
 */
export async function withoutServices(work: () => Promise<void>, file = policyFile): Promise<void> {
  if (existsSync(file) && !readFileSync(file, "utf8").includes(mark)) {
    await work();
    return;
  }
  const own = policyOf(process.pid);
  await writeFile(file, own, { mode: 0o755 });
  try {
    await work();
  } finally {
    // Another set-up may have written its own meanwhile.
    if ((await readFile(file, "utf8").catch(() => "")) === own) await rm(file);
  }
}
