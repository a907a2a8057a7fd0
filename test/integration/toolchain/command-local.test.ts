import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  changedInputs,
  create,
  newId,
  preview,
  remove,
  runFunction,
  update,
} from "../../../toolchain/command-plugin/provider.ts";
import { asSecret, unknown, type Properties } from "../../../toolchain/command-plugin/values.ts";
import { operation } from "./operation.ts";

const type = "command:local:Command";
const run = (news: Properties): Promise<Properties> => create(operation(type), news);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-local-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe("local.Command", () => {
  it("keeps its inputs and adds both streams, each without its last line break", async () => {
    const state = await run({ create: "echo out; echo; echo error >&2", triggers: [1] });
    expect(state).toEqual({
      create: "echo out; echo; echo error >&2",
      triggers: [1],
      stdout: "out\n",
      stderr: "error",
    });
  });

  it("keeps the user's passphrase, tokens and keys from a command, and gives it what programs need", async () => {
    const secrets = { PULUMI_CONFIG_PASSPHRASE: "p", AWS_SECRET_ACCESS_KEY: "k", GITHUB_TOKEN: "t", MY_OWN: "o" };
    const given = { ...secrets, TMPDIR: "/tmp", https_proxy: "http://proxy" };
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
    const names = await run({ create: "env | cut -d = -f 1" });
    vi.unstubAllEnvs();
    const seen = (names["stdout"] as string).split("\n");
    expect(Object.keys(given).filter((name) => seen.includes(name))).toEqual(["TMPDIR", "https_proxy"]);
    expect(seen).toEqual(expect.arrayContaining(["PATH", "HOME"]));
  });

  it("passes stdin, environment and directory", async () => {
    const state = await run({
      create: 'cat; echo "$A"; pwd',
      stdin: "in\n",
      environment: { A: "x y" },
      dir: directory,
    });
    expect(state["stdout"]).toBe(`in\nx y\n${directory}`);
  });

  it("gives a command without stdin an empty one", async () => {
    expect((await run({ create: "cat; echo end" }))["stdout"]).toBe("end");
  });

  it("does not mind a command that ignores a long stdin", async () => {
    expect((await run({ create: "exec <&-; echo done", stdin: "x".repeat(1_000_000) }))["stdout"]).toBe("done");
  });

  it("runs the interpreter with the command as last argument", async () => {
    const state = await run({ create: "console.log(1 + 1)", interpreter: [process.execPath, "-e"] });
    expect(state["stdout"]).toBe("2");
  });

  it("fails with the status and both streams when the status is not 0", async () => {
    await expect(run({ create: "echo out; echo error >&2; exit 3" })).rejects.toThrow(
      /^exit status 3: running "echo out; echo error >&2; exit 3":\n(out\nerror|error\nout)\n$/,
    );
  });

  it("shows of a long script that fails its name and its last lines, and no line of the script but the first", async () => {
    const recorded = operation(type);
    const script = "# count.sh\nfor n in $(seq 1 30); do echo line $n; done\nexit 3";
    await expect(create(recorded, { create: script, interpreter: ["/bin/bash", "-c"] })).rejects.toThrow(
      /^exit status 3: running "# count\.sh" and 2 more lines:\n\(10 lines before these; pulumi up --debug shows them\)\nline 11\n(line \d+\n)+$/,
    );
    expect(recorded.messages).toEqual([expect.stringMatching(/^debug: line 1\nline 2\n/)]);
  });

  it("does not show a secret command when it fails", async () => {
    await expect(run({ create: asSecret("exit 7") })).rejects.toThrow('exit status 7: running "[secret]":\n');
  });

  it("names a directory that is not there", async () => {
    const dir = join(directory, "missing");
    await expect(run({ create: "true", dir })).rejects.toThrow(`chdir ${dir}: no such directory: running "true"`);
  });

  it("names an interpreter that is not there", async () => {
    await expect(run({ create: "x", interpreter: ["/no/such"] })).rejects.toThrow("/no/such");
  });

  it("does nothing on create without a command", async () => {
    expect(await run({ delete: "true" })).toEqual({ delete: "true", stdout: "", stderr: "" });
  });

  it("keeps secret inputs secret in the state", async () => {
    const environment = { A: asSecret("x") };
    expect(await run({ create: 'echo "$A"', environment })).toMatchObject({ environment, stdout: "x" });
  });

  it("updates by the update command, else by create, with the previous output in the environment", async () => {
    const script = 'echo "$PULUMI_COMMAND_STDOUT $PULUMI_COMMAND_STDERR"';
    const olds: Properties = { create: "old", stdout: "before", stderr: "warned" };
    const byUpdate = await update(operation(type), olds, { create: "exit 1", update: script });
    expect(byUpdate["stdout"]).toBe("before warned");
    const byCreate = await update(operation(type), olds, { create: script });
    expect(byCreate["stdout"]).toBe("before warned");
    const without = await update(operation(type), olds, { create: script, addPreviousOutputInEnv: false });
    expect(without["stdout"]).toBe(" ");
  });

  it("deletes by the delete command with the last output in the environment, or not at all", async () => {
    const file = join(directory, "deleted");
    await remove(operation(type), { delete: `echo "$PULUMI_COMMAND_STDOUT" > ${file}`, stdout: "last", stderr: "" });
    expect(readFileSync(file, "utf8")).toBe("last\n");
    await remove(operation(type), { create: "exit 1", stdout: "", stderr: "" });
  });

  it("runs nothing in a preview and says that its outputs are not known", () => {
    const file = join(directory, "ran");
    const news = { create: `touch ${file}` };
    expect(preview(type, news)).toEqual({ ...news, stdout: unknown, stderr: unknown });
    expect(preview(type, news, { create: "old", stdout: "a", stderr: "b", archive: {} })).toEqual({
      ...news,
      stdout: unknown,
      stderr: unknown,
      archive: unknown,
    });
    expect(existsSync(file)).toBe(false);
  });

  it("refuses to run with an input that is not known", async () => {
    await expect(run({ create: "true", environment: { A: unknown } })).rejects.toThrow("not known yet: environment");
  });

  it("reports changed inputs, not changed outputs", () => {
    const olds = { create: "a", stdin: "x", stdout: "1" };
    expect(changedInputs(type, olds, { create: "b", stdin: "x" })).toEqual(["create"]);
    expect(changedInputs(type, olds, { create: "a", stdin: "x" })).toEqual([]);
  });

  it("has an id that begins with its name", () => {
    expect(newId(type, "start")).toMatch(/^start[0-9a-f]{8}$/);
  });

  it("returns the files that its globs choose, as assets and as one archive", async () => {
    writeFileSync(join(directory, "secret.txt"), "s");
    const state = await run({
      create: "mkdir d; echo a > d/a.txt; echo b > b.log",
      dir: directory,
      assetPaths: ["**.txt", "!secret.*"],
      archivePaths: ["*.log"],
    });
    expect(Object.keys(state["assets"] as Properties)).toEqual(["d/a.txt"]);
    expect((state["assets"] as Properties)["d/a.txt"]).toMatchObject({ path: join(directory, "d/a.txt") });
    expect(Object.keys((state["archive"] as { assets: Properties }).assets)).toEqual(["b.log"]);
  });

  it("logs lines while the command runs, before it has ended", async () => {
    const fifo = join(directory, "go");
    const recorded = operation(type, (line) => {
      // The command ends only because its first line has arrived.
      if (line === "first") writeFileSync(fifo, "go\n");
    });
    const create1 = `mkfifo ${fifo}; echo first; read word < ${fifo}; echo "$word"`;
    expect((await create(recorded, { create: create1 }))["stdout"]).toBe("first\ngo");
    expect(recorded.lines).toEqual(["first", "go"]);
  });

  it("logs nothing with logging none, and returns a line of a million characters whole", async () => {
    const recorded = operation(type);
    const command = "head -c 1000000 /dev/zero | tr '\\0' x";
    const state = await create(recorded, { create: command, logging: "none" });
    expect(recorded.lines).toEqual([]);
    expect((state["stdout"] as string).length).toBe(1_000_000);
  });

  it("when cancelled, interrupts the command, and then terminates what it leaves behind", async () => {
    const file = join(directory, "order");
    // A shell's background commands ignore SIGINT: this one ends only when the command itself has.
    const script = `
      trap 'echo parent >> ${file}; exit 9' INT
      sh -c 'trap "echo child >> ${file}; exit 0" TERM; echo ready; while :; do sleep 0.05; done' &
      while :; do wait $!; done`;
    const recorded = operation(type, (line) => {
      if (line === "ready") recorded.cancel();
    });
    await expect(create(recorded, { create: script })).rejects.toThrow("exit status 9");
    expect(readFileSync(file, "utf8")).toBe("parent\nchild\n");
  });

  it("takes a command that ends well after being cancelled for done", async () => {
    const recorded = operation(type, (line) => {
      if (line === "ready") recorded.cancel();
    });
    const script = "trap 'echo kept; exit 0' INT; echo ready; while :; do sleep 0.05; done";
    expect((await create(recorded, { create: script }))["stdout"]).toBe("ready\nkept");
  });

  it("starts nothing once cancelled", async () => {
    const recorded = operation(type);
    recorded.cancel();
    const file = join(directory, "ran");
    await expect(create(recorded, { create: `touch ${file}` })).rejects.toThrow("cancelled");
    expect(existsSync(file)).toBe(false);
  });
});

describe("local.run", () => {
  it("returns its arguments with the output", async () => {
    const args = { command: "echo $A", environment: { A: "1" }, addPreviousOutputInEnv: true };
    expect(await runFunction(operation("command:local:run"), args)).toEqual({ ...args, stdout: "1", stderr: "" });
  });
});
