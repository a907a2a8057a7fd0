/** The files that machines get: the workload's scripts and, under `app`, the user's tarball. */
import { cp, mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { CrossbedError } from "../../base/errors.ts";
import type { CommandSettings } from "./spec.ts";

const machine = fileURLToPath(new URL("machine", import.meta.url));

/** Returns the files that decide what was written. Throws `invalid_input` for a tarball that is not there or is none. */
export async function writeMachineFiles(
  { tarball }: Pick<CommandSettings, "tarball">,
  directory: string,
): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  await cp(machine, directory, { recursive: true });
  const scripts = await readdir(machine);
  const deciding = [machine, ...scripts.map((name) => join(machine, name)), fileURLToPath(import.meta.url)];
  const app = join(directory, "app");
  await mkdir(app);
  if (tarball === undefined) return deciding;
  const { exitCode, stderr } = await execa("tar", ["-xf", resolve(tarball), "-C", app], { reject: false });
  if (exitCode === 0) return [...deciding, resolve(tarball)];
  throw new CrossbedError("invalid_input", `${tarball} cannot be unpacked: ${stderr.split("\n")[0] ?? ""}.`, {
    where: "workload.tarball",
    hint: "Give the path of a tar file, from the project's directory.",
  });
}
