/** Runs a host's script on this machine, as the remote command would there: text as the command, values on stdin. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { scriptText, type Purpose } from "../../rack/script.ts";

export interface ScriptRun {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** `path` is the script's, from the project's root, or several are a text; `bin` a directory of stand-ins for programs that this machine lacks. */
export async function runScript(
  path: string | { readonly text: string },
  values: Readonly<Record<string, string>>,
  bin = "",
  purpose: Purpose = "create",
): Promise<ScriptRun> {
  const locks = await mkdtemp(join(tmpdir(), "crossbed-steps-"));
  try {
    const script = typeof path === "string" ? new URL(`../../${path}`, import.meta.url) : path;
    const { exitCode, stdout, stderr } = await startScript(
      script,
      { ...values, LOCK: join(locks, "step") },
      bin,
      purpose,
    );
    return { status: exitCode, stdout, stderr };
  } finally {
    await rm(locks, { recursive: true });
  }
}

/** Starts a script; LOCK is among its values. */
export function startScript(
  script: URL | { readonly text: string },
  values: Readonly<Record<string, string>>,
  bin = "",
  purpose: Purpose = "create",
) {
  return execa("bash", ["-c", scriptText(script, purpose)], {
    input: Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
    env: { PATH: `${bin}:${process.env.PATH ?? ""}`, HOSTNAME: "host1" },
    reject: false,
  });
}
