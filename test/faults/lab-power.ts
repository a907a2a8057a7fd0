/** The power of the lab's machines: switched as their BMCs switch it, and taken from the BMCs. */
import { existsSync } from "node:fs";
import { chmod, copyFile, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import type { Harms } from "./harms.ts";

/** libvirt's words about a machine of a lab, to a command of virsh. */
export async function virsh(directory: string, ...args: readonly string[]): Promise<string> {
  const uri = `qemu+unix:///system?socket=${directory}/run/libvirt-sock`;
  const { stdout } = await execa("virsh", ["--quiet", "--connect", uri, ...args]);
  return stdout.trim();
}

/** libvirt's name of a machine of a lab. */
export const domainOf = ({ directory, machine }: Harms["power"]): string => `${basename(directory)}-${machine}`;

/** Ends its QEMU without a word, as a loss of power does. */
export async function switchOff(harm: Harms["power"]): Promise<void> {
  await virsh(harm.directory, "destroy", domainOf(harm));
}

/** Starts it where it is off; its BMC may be quicker. */
export async function switchOn(harm: Harms["power"]): Promise<void> {
  const isOff = async (): Promise<boolean> =>
    ["shut off", "crashed"].includes(await virsh(harm.directory, "domstate", domainOf(harm)));
  if (!(await isOff())) return;
  try {
    await virsh(harm.directory, "start", domainOf(harm));
  } catch (error) {
    if (await isOff()) throw error;
  }
}

/** Stands in front of the wires between a BMC and its machine: to switch the power on has no effect. */
const deadSupply = '#!/bin/bash\ncase " $* " in *" power 1 "*) exit 0 ;; esac\nexec "$0.whole" "$@"\n';

const wires = ({ directory, machine }: Harms["bmc"]): string => join(directory, "bmc", machine, "chassis");

/** Has a BMC of the lab answer as before and never switch its machine on again. */
export async function keepOff(harm: Harms["bmc"]): Promise<void> {
  const chassis = wires(harm);
  await copyFile(chassis, `${chassis}.whole`);
  await writeFile(`${chassis}.new`, deadSupply);
  await chmod(`${chassis}.new`, 0o700);
  await rename(`${chassis}.new`, chassis);
}

/** Ends that. */
export async function letOn(harm: Harms["bmc"]): Promise<void> {
  const chassis = wires(harm);
  if (existsSync(`${chassis}.whole`)) await rename(`${chassis}.whole`, chassis);
}
