/** Runs a host's script on this machine, as the remote command would there: text as the command, values on stdin. */
import { execa } from "execa";
import { scriptText } from "../../components/remote-script.ts";

export interface ScriptRun {
  readonly status: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** `path` is the script's, from `components/`; `bin` a directory of stand-ins for programs that this machine lacks. */
export async function runScript(path: string, values: Readonly<Record<string, string>>, bin = ""): Promise<ScriptRun> {
  const text = scriptText(new URL(`../../components/${path}`, import.meta.url));
  const { exitCode, stdout, stderr } = await execa("bash", ["-c", text], {
    input: Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
    env: { PATH: `${bin}:${process.env.PATH ?? ""}`, HOSTNAME: "host1" },
    reject: false,
  });
  return { status: exitCode, stdout, stderr };
}
