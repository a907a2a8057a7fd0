/** Runs a host's script on this machine, as the remote command would there: text as the command, values on stdin. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { scriptText } from "../../rack/script.ts";

export interface ScriptRun {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** `path` is the script's, from the project's root; `bin` a directory of stand-ins for programs that this machine lacks. */
export async function runScript(path: string, values: Readonly<Record<string, string>>, bin = ""): Promise<ScriptRun> {
  const locks = await mkdtemp(join(tmpdir(), "crossbed-steps-"));
  try {
    const script = new URL(`../../${path}`, import.meta.url);
    const { exitCode, stdout, stderr } = await startScript(script, { ...values, LOCK: join(locks, "step") }, bin);
    return { status: exitCode, stdout, stderr };
  } finally {
    await rm(locks, { recursive: true });
  }
}

/** Starts a script; LOCK is among its values. */
export function startScript(script: URL, values: Readonly<Record<string, string>>, bin = "") {
  return execa("bash", ["-c", scriptText(script)], {
    input: Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
    env: { PATH: `${bin}:${process.env.PATH ?? ""}`, HOSTNAME: "host1" },
    reject: false,
  });
}
