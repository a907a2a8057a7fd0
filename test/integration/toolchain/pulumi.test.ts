import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Fifo } from "./fifo.ts";
import { Scratch, whyNoPulumi, type ResourceState } from "./scratch.ts";

describe.skipIf(whyNoPulumi() !== undefined)("command resources under Pulumi", () => {
  let scratch: Scratch;
  const file = (name: string): string => join(scratch.directory, name);
  const read = (name: string): string => readFileSync(file(name), "utf8");
  const commandState = async (): Promise<ResourceState | undefined> =>
    (await scratch.resources()).find((one) => one.type === "command:local:Command");

  beforeEach(async () => {
    scratch = new Scratch();
    expect(await scratch.run("stack", "init", "test")).toMatchObject({ exitCode: 0 });
  });
  afterEach(() => {
    scratch.remove();
  });

  it("live from preview to destroy: nothing in previews, create, nothing when unchanged, update, replacement, delete", async () => {
    const program = (stdin: string, trigger: number): void => {
      scratch.program(`
        const one = new command.local.Command("one", {
          create: "cat >> ${file("log")}; echo create >> ${file("log")}; echo made",
          update: "cat >> ${file("log")}; echo update after $PULUMI_COMMAND_STDOUT >> ${file("log")}; echo changed",
          delete: "echo delete after $PULUMI_COMMAND_STDOUT >> ${file("log")}",
          stdin: ${JSON.stringify(stdin)},
          triggers: [${trigger}],
        });
        const two = new command.local.Command("two", { create: pulumi.interpolate\`echo two \${one.stdout}\` });
        export const out = two.stdout;`);
    };
    program("first ", 1);
    expect(await scratch.run("preview", "--stack", "test")).toMatchObject({ exitCode: 0 });
    expect(existsSync(file("log"))).toBe(false);
    expect(await scratch.up()).toMatchObject({ exitCode: 0 });
    expect(read("log")).toBe("first create\n");
    expect((await scratch.run("stack", "output", "out", "--stack", "test")).output).toBe("two made");

    const unchanged = await scratch.up();
    expect(unchanged.output).toMatch(/Resources:\n +3 unchanged/);
    expect(read("log")).toBe("first create\n");

    program("second ", 1);
    expect(await scratch.run("preview", "--stack", "test")).toMatchObject({ exitCode: 0 });
    expect(read("log")).toBe("first create\n");
    expect(await scratch.up()).toMatchObject({ exitCode: 0 });
    expect(read("log")).toBe("first create\nsecond update after made\n");
    expect((await scratch.run("stack", "output", "out", "--stack", "test")).output).toBe("two changed");

    rmSync(file("log"));
    program("third ", 2);
    expect((await scratch.up()).output).toMatch(/1 replaced/);
    expect(read("log")).toBe("third create\ndelete after changed\n");

    expect(await scratch.run("destroy", "--stack", "test", "--yes", "--skip-preview")).toMatchObject({ exitCode: 0 });
    expect(read("log")).toBe("third create\ndelete after changed\ndelete after made\n");
    expect(await scratch.resources()).toEqual([]);
  });

  it("leave no state when their creation fails, and their old state when their update does", async () => {
    scratch.program('new command.local.Command("one", { create: "echo because; exit 4" });');
    const failed = await scratch.up();
    expect(failed.output).toContain('exit status 4: running "echo because; exit 4":\n    because\n');
    expect(await commandState()).toBeUndefined();
    scratch.program('new command.local.Command("one", { create: "echo made" });');
    expect(await scratch.up()).toMatchObject({ exitCode: 0 });
    scratch.program('new command.local.Command("one", { create: "echo made", update: "exit 5" });');
    expect(await scratch.up()).not.toMatchObject({ exitCode: 0 });
    expect((await commandState())?.outputs).toMatchObject({ create: "echo made", stdout: "made" });
    expect((await commandState())?.outputs).not.toHaveProperty("update");
  });

  it("keep secrets out of the state and the display", async () => {
    scratch.program(`
      new command.local.Command("one", {
        create: "true", environment: { KEY: pulumi.secret("hidden-word") }, stdin: pulumi.secret("hidden-too"),
      }, { additionalSecretOutputs: ["stdout"] });`);
    const { exitCode, output } = await scratch.up("--diff");
    expect(exitCode).toBe(0);
    const state = JSON.stringify(await commandState());
    for (const word of ["hidden-word", "hidden-too"]) {
      expect(output.includes(word)).toBe(false);
      expect(state.includes(word)).toBe(false);
    }
    expect(state).toContain("ciphertext");
    expect((await scratch.up()).output).toMatch(/2 unchanged/);
  });

  it("take a logged line of 200,000 characters", async () => {
    scratch.program(`new command.local.Command("one", { create: "head -c 200000 /dev/zero | tr '\\\\0' x" });`);
    expect(await scratch.up()).toMatchObject({ exitCode: 0 });
    expect(String((await commandState())?.outputs?.["stdout"]).length).toBe(200_000);
  });

  it("run local.run in the program", async () => {
    scratch.program(
      'export const out = command.local.runOutput({ command: "echo $A", environment: { A: "here" } }).stdout;',
    );
    expect(await scratch.up()).toMatchObject({ exitCode: 0 });
    expect((await scratch.run("stack", "output", "out", "--stack", "test")).output).toBe("here");
  });

  it("are checked before anything runs", async () => {
    scratch.program(`
      new command.local.Command("bad", { create: "touch ${file("ran")}", logging: "loud" as never });`);
    const { exitCode, output } = await scratch.up();
    expect(exitCode).not.toBe(0);
    expect(output).toContain("must be one of stdout, stderr, stdoutAndStderr, none, not loud");
    expect(existsSync(file("ran"))).toBe(false);
  });

  it("are interrupted by Ctrl-C, may tidy up, and leave the stack unlocked", async () => {
    using started = new Fifo(file("started"));
    const script = `trap 'echo tidied > ${file("end")}; exit 0' INT; echo here > ${started.path}; while :; do sleep 0.05; done`;
    scratch.program(`new command.local.Command("one", { create: ${JSON.stringify(script)} });`);
    const running = scratch.start("up", "--stack", "test", "--yes", "--skip-preview");
    expect(await started.read()).toBe("here\n");
    expect(scratch.locks()).toHaveLength(1);
    running.kill("SIGINT");
    expect((await running).exitCode).not.toBe(0);
    expect(read("end")).toBe("tidied\n");
    expect(scratch.locks()).toEqual([]);
  });

  it("may tidy up when the terminal closes, which none of Pulumi's processes takes for its end", async () => {
    using started = new Fifo(file("started"));
    const script = `trap 'echo tidied > ${file("end")}; exit 0' INT; echo here > ${started.path}; while :; do sleep 0.05; done`;
    scratch.program(`new command.local.Command("one", { create: ${JSON.stringify(script)} });`);
    const running = scratch.startInForeground("up", "--stack", "test", "--yes", "--skip-preview");
    expect(await started.read()).toBe("here\n");
    process.kill(-(running.pid ?? 0), "SIGHUP");
    running.kill("SIGINT");
    expect((await running).exitCode).not.toBe(0);
    expect(read("end")).toBe("tidied\n");
    expect(scratch.locks()).toEqual([]);
  });

  it("end with Pulumi when it is killed, and may say a lot while they tidy up", async () => {
    using started = new Fifo(file("started"));
    using ended = new Fifo(file("ended"));
    // More than a pipe holds: without a reader the shell would die of it, and not go on.
    const tidy = `printf '%1000000d' 0 >&2; echo ended > ${ended.path}; exit 1`;
    const script = `trap "${tidy}" TERM; echo here > ${started.path}; while :; do sleep 1; done`;
    scratch.program(`new command.local.Command("one", { create: ${JSON.stringify(script)} });`);
    const running = scratch.start("up", "--stack", "test", "--yes", "--skip-preview");
    expect(await started.read()).toBe("here\n");
    running.kill("SIGKILL");
    await running;
    expect(await ended.read()).toBe("ended\n");
  });

  it("use the same @pulumi/pulumi as the generated libvirt SDK", async () => {
    scratch.program(`
      import * as libvirt from "@pulumi/libvirt";
      const provider = new libvirt.Provider("lab", { uri: "test:///default" });
      export const same = provider instanceof pulumi.ProviderResource;`);
    expect(await scratch.run("preview", "--stack", "test")).toMatchObject({ exitCode: 0 });
    expect(await scratch.up()).toMatchObject({ exitCode: 0 });
    expect((await scratch.run("stack", "output", "same", "--stack", "test")).output).toBe("true");
  });
});
