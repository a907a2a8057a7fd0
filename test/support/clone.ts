/** A fresh clone of this working tree in a directory of its own: with its own lab, state and plugins. */
import { copyFile, cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";

const project = new URL("../..", import.meta.url).pathname.replace(/\/$/, "");

export class Clone {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Copies what git tracks or would track, and links the installed packages. */
  static async make(): Promise<Clone> {
    const directory = await mkdtemp(join(tmpdir(), "cb-"));
    const { stdout } = await execa("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: project,
    });
    for (const file of stdout.split("\0").filter((name) => name !== "")) {
      await mkdir(dirname(join(directory, file)), { recursive: true });
      // A file that git lists and the tree has lost is not ours to report.
      await copyFile(join(project, file), join(directory, file)).catch(() => undefined);
    }
    await execa("cp", ["-al", join(project, "node_modules"), join(directory, "node_modules")]);
    return new Clone(directory);
  }

  /** Runs the command line; its output goes to the test's. Returns stdout. */
  async crossbed(args: readonly string[]): Promise<string> {
    return await this.#run("node", ["cli/crossbed.mjs", ...args]);
  }

  /** Runs pulumi as a person does after `eval "$(npx crossbed env)"`. Returns stdout. */
  async pulumi(args: readonly string[]): Promise<string> {
    return await this.#run("bash", [
      "-c",
      'eval "$(node cli/crossbed.mjs env)" && exec npx pulumi "$@"',
      "pulumi",
      ...args,
    ]);
  }

  /** Starts pulumi in a process group of its own, so that a test can interrupt it as a terminal does. */
  startPulumi(args: readonly string[]) {
    return this.#start("bash", [
      "-c",
      'eval "$(node cli/crossbed.mjs env)" && exec npx pulumi "$@"',
      "pulumi",
      ...args,
    ]);
  }

  /** Starts the command line, likewise. */
  startCrossbed(args: readonly string[]) {
    return this.#start("node", ["cli/crossbed.mjs", ...args]);
  }

  async output(stack: string, name: string): Promise<unknown> {
    return JSON.parse(await this.pulumi(["stack", "output", name, "-s", stack, "--json", "--show-secrets"])) as unknown;
  }

  /** Takes its lab down and removes it. Where a test failed, says first what runs where, and keeps the runs. */
  async remove(hasFailed: boolean): Promise<void> {
    if (hasFailed) {
      await this.crossbed(["status"]).catch(() => undefined);
      const kept = await mkdtemp(join(tmpdir(), "crossbed-failed-"));
      await cp(join(this.directory, "results"), kept, { recursive: true }).catch(() => undefined);
      process.stderr.write(`the runs of the failed test: ${kept}\n`);
    }
    await this.crossbed(["down"]);
    await rm(this.directory, { recursive: true, force: true });
  }

  #start(command: string, args: readonly string[]) {
    return execa(command, args, {
      cwd: this.directory,
      detached: true,
      all: true,
      reject: false,
      stdin: "ignore",
    } as const);
  }

  async #run(command: string, args: readonly string[]): Promise<string> {
    const result = await execa(command, args, {
      cwd: this.directory,
      stdin: "ignore",
      stdout: ["pipe", "inherit"],
      stderr: ["pipe", "inherit"],
      reject: false,
      timeout: 30 * 60_000,
    });
    if (result.exitCode === 0) return result.stdout;
    throw new Error(
      `${[command, ...args].join(" ")} ended with ${String(result.exitCode ?? result.signal)}:\n${result.stdout.slice(-3000)}\n${result.stderr.slice(-3000)}`,
    );
  }
}
