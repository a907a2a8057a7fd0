/** Paths of the lab's hosts to their LUNs, lost and back as a cable is: a path is a disk of the host's virtual machine. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { domainOf, virsh } from "./lab-power.ts";
import type { Harms } from "./harms.ts";

/** Definitions of a machine's disks with that WWN, in libvirt's order: one for each path. */
export function pathsOf(domainXml: string, wwid: string): string[] {
  const disks = domainXml.match(/<disk [^]*?<\/disk>/gu) ?? [];
  return disks.filter((disk) => disk.includes(`<wwn>${wwid}</wwn>`));
}

/** What the machine has when it starts, whatever it has lost now. */
export async function readPaths(machine: Harms["power"], wwid: string): Promise<string[]> {
  return pathsOf(await virsh(machine.directory, "dumpxml", "--inactive", domainOf(machine)), wwid);
}

export async function unplug(harm: Harms["disks"]): Promise<void> {
  for (const disk of harm.definitions) await change("detach-device", harm, disk);
}

/** A machine that was started meanwhile has them. */
export async function plugIn(harm: Harms["disks"]): Promise<void> {
  if ((await virsh(harm.directory, "domstate", domainOf(harm))) !== "running") return;
  const now = await virsh(harm.directory, "dumpxml", domainOf(harm));
  for (const disk of harm.definitions) {
    const target = /<target dev='\w+'/u.exec(disk)?.[0] ?? "";
    if (!now.includes(target)) await change("attach-device", harm, disk);
  }
}

async function change(action: "attach-device" | "detach-device", harm: Harms["disks"], disk: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "crossbed-path-"));
  try {
    const file = join(directory, "disk.xml");
    await writeFile(file, disk);
    await virsh(harm.directory, action, domainOf(harm), file, "--live");
  } finally {
    await rm(directory, { recursive: true });
  }
}
