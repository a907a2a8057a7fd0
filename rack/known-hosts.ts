/** The rack's pinned host keys as a file, for libvirt's provider, which reads no other form. */
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sshPort } from "../base/ports.ts";
import { stateDirectory } from "../base/project.ts";
import type { Inventory } from "./inventory.ts";
import { knownHostsName } from "./ssh-config.ts";

/** OpenSSH's name of a machine in known_hosts: the port stands in it unless it is ssh's own. */
function knownHostName({ address, port }: { readonly address: string; readonly port: number }): string {
  return port === sshPort ? address : `[${address}]:${String(port)}`;
}

/** Writes the file below `project`; returns its path. */
export async function writeKnownHosts(inventory: Inventory, project: string): Promise<string> {
  const directory = join(stateDirectory(project), "racks", inventory.name);
  await mkdir(directory, { recursive: true });
  const machines = [...inventory.hosts, ...inventory.simulators];
  const file = join(directory, knownHostsName);
  const aside = `${file}.${String(process.pid)}`;
  await writeFile(aside, machines.map(({ ssh }) => `${knownHostName(ssh)} ${ssh.hostKey}\n`).join(""));
  await rename(aside, file);
  return file;
}
