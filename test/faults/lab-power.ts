/** The power of the lab's machines: switched as their BMCs switch it, and taken from the BMCs. */
import { chmod, copyFile, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";

/** Ends the QEMU of a lab's machine without a word, as a loss of power does, or starts it. */
export async function switchPower(directory: string, action: "destroy" | "start", machine: string): Promise<void> {
  const uri = `qemu+unix:///system?socket=${directory}/run/libvirt-sock`;
  await execa("virsh", ["--quiet", "--connect", uri, action, `${basename(directory)}-${machine}`]);
}

/** Stands in front of the wires between a BMC and its machine: to switch the power on has no effect. */
const deadSupply = '#!/bin/bash\ncase " $* " in *" power 1 "*) exit 0 ;; esac\nexec "$0.whole" "$@"\n';

const wires = (directory: string, machine: string): string => join(directory, "bmc", machine, "chassis");

/** Has a BMC of the lab answer as before and never switch its machine on again. */
export async function keepOff(directory: string, machine: string): Promise<void> {
  const chassis = wires(directory, machine);
  await copyFile(chassis, `${chassis}.whole`);
  await writeFile(`${chassis}.new`, deadSupply);
  await chmod(`${chassis}.new`, 0o700);
  await rename(`${chassis}.new`, chassis);
}

/** Ends that. */
export async function letOn(directory: string, machine: string): Promise<void> {
  const chassis = wires(directory, machine);
  await rename(`${chassis}.whole`, chassis);
}
