/** A small Pulumi project of a test's own, run by the project's installed tools. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { pulumiBinary, pulumiHome } from "../../../toolchain/paths.ts";
import { deafToHangUp } from "../../../toolchain/pulumi-command.ts";
import { isInstalled } from "../../../toolchain/setup.ts";

export const project = new URL("../../../", import.meta.url).pathname.replace(/\/$/, "");

/** Why Pulumi cannot run here; undefined where it can. */
export function whyNoPulumi(): string | undefined {
  return isInstalled(project, process.env) ? undefined : "Pulumi is not set up (npx crossbed setup)";
}

export interface Outcome {
  readonly exitCode: number | undefined;
  /** Both streams as they came. */
  readonly output: string;
}

/** A resource in a stack's state, as `pulumi stack export` has it. */
export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

export class Scratch {
  readonly directory = mkdtempSync(join(tmpdir(), "crossbed-scratch-"));
  readonly environment: Readonly<Record<string, string>>;

  constructor() {
    const state = join(this.directory, "state");
    mkdirSync(state);
    symlinkSync(join(project, "node_modules"), join(this.directory, "node_modules"));
    this.#write("package.json", '{ "name": "scratch", "type": "module" }');
    this.#write(
      "Pulumi.yaml",
      'name: scratch\nruntime: { name: nodejs, options: { typescript: false, nodeargs: "--import tsx" } }\nmain: index.ts\n',
    );
    this.environment = {
      PULUMI_HOME: pulumiHome(project, process.env),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "words of a test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PATH: [dirname(pulumiBinary(project, process.env)), process.env["PATH"] ?? ""].join(delimiter),
    };
  }

  #write(name: string, content: string): void {
    writeFileSync(join(this.directory, name), content);
  }

  /** Replaces the program; `pulumi` and `command` are imported already. */
  program(source: string): void {
    const imports = 'import * as pulumi from "@pulumi/pulumi";\nimport * as command from "@pulumi/command";\n';
    this.#write("index.ts", `${imports}${source}\n`);
  }

  start(...args: readonly string[]) {
    return execa(pulumiBinary(project, process.env), [...args, "--non-interactive", "--color", "never"], {
      cwd: this.directory,
      env: this.environment,
      stdin: "ignore",
      all: true,
      reject: false,
    });
  }

  /** The same as `crossbed` starts it, in a process group of its own, as a terminal has one. */
  startInForeground(...args: readonly string[]) {
    const command = [pulumiBinary(project, process.env), ...args, "--non-interactive", "--color", "never"];
    return execa("sh", ["-c", deafToHangUp, ...command], {
      cwd: this.directory,
      env: this.environment,
      stdin: "ignore",
      all: true,
      reject: false,
      detached: true,
    });
  }

  async run(...args: readonly string[]): Promise<Outcome> {
    const { exitCode, all } = await this.start(...args);
    return { exitCode, output: all };
  }

  up(...args: readonly string[]): Promise<Outcome> {
    return this.run("up", "--stack", "test", "--yes", "--skip-preview", ...args);
  }

  async resources(): Promise<ResourceState[]> {
    const { output } = await this.run("stack", "export", "--stack", "test");
    return (JSON.parse(output) as { deployment: { resources?: ResourceState[] } }).deployment.resources ?? [];
  }

  /** Names of the locks that are held on the stack. */
  locks(): string[] {
    try {
      return readdirSync(join(this.directory, "state/.pulumi/locks"), { recursive: true })
        .map(String)
        .filter((name) => name.endsWith(".json"));
    } catch {
      return [];
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
