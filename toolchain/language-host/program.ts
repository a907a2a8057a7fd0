/** Runs one Pulumi program in a process of its own, as the released language host does. */
import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { RunRequest } from "@pulumi/pulumi/proto/language_pb.js";

interface ProgramOutcome {
  /** What the engine shows; empty when the program ended well or has already shown its error. */
  readonly error: string;
  /** True when the program failed and has told the user why. */
  readonly reported: boolean;
}

/** Exit status of `cmd/run` when it has already logged the error (constant of the same meaning in @pulumi/pulumi). */
const alreadyReportedStatus = 32;

const running = new Set<ChildProcess>();

/** Command line of the program's process: Node's arguments, `cmd/run` of the program's own @pulumi/pulumi, its flags. */
export function programArguments(request: RunRequest, engineAddress: string, preload: string): string[] {
  const info = request.getInfo();
  const directory = programDirectory(request);
  const options = (info?.getOptions()?.toJavaScript() ?? {}) as { nodeargs?: unknown };
  const nodeArguments = typeof options.nodeargs === "string" ? options.nodeargs.split(" ").filter(Boolean) : [];
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory() ?? "",
    stack: request.getStack(),
    pwd: directory,
    parallel: String(request.getParallel()),
  };
  return [
    ...nodeArguments,
    "--require",
    preload,
    resolveFrom(directory, "@pulumi/pulumi/cmd/run"),
    ...Object.entries(flags).flatMap(([name, value]) => (value === "" ? [] : [`--${name}`, value])),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() ?? request.getProgram(),
    ...request.getArgsList(),
  ];
}

function programDirectory(request: RunRequest): string {
  return request.getInfo()?.getProgramDirectory() ?? request.getPwd();
}

function resolveFrom(directory: string, module: string): string {
  return createRequire(join(directory, "package.json")).resolve(module);
}

/** Configuration reaches the program through its environment. */
export function programEnvironment(request: RunRequest): Record<string, string> {
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    PULUMI_NODEJS_TYPESCRIPT: "false",
  };
}

export async function runProgram(request: RunRequest, engineAddress: string): Promise<ProgramOutcome> {
  let command: string[];
  try {
    command = programArguments(request, engineAddress, join(import.meta.dirname, "preload.cjs"));
  } catch (error) {
    return { error: `The program cannot be started: ${String(error)}. Run npm ci.`, reported: false };
  }
  const child = spawn(process.execPath, command, {
    cwd: programDirectory(request),
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...programEnvironment(request) },
  });
  running.add(child);
  return new Promise((resolve) => {
    child.once("error", (error) => {
      running.delete(child);
      resolve({ error: `The program cannot be started: ${error.message}`, reported: false });
    });
    child.once("exit", (status, signal) => {
      running.delete(child);
      if (status === 0) resolve({ error: "", reported: false });
      else if (status === alreadyReportedStatus) resolve({ error: "", reported: true });
      else if (status === null) resolve({ error: `The program was ended by ${String(signal)}`, reported: false });
      else resolve({ error: `The program ended with exit status ${status}`, reported: false });
    });
  });
}

/** Ends every program that still runs; called when the language host itself ends. */
export function stopPrograms(): void {
  for (const child of running) child.kill("SIGTERM");
}
