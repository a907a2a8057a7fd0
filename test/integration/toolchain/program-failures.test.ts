import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Scratch, whyNoPulumi } from "./scratch.ts";

describe.skipIf(whyNoPulumi() !== undefined)("a program that fails ends the run, shows why, and leaves no lock", () => {
  let scratch: Scratch;

  beforeAll(async () => {
    scratch = new Scratch();
    expect(await scratch.run("stack", "init", "test")).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => {
    scratch.remove();
  });

  const slow = 'new command.local.Command("slow", { create: "sleep 1" });';
  it.each([
    ["an error while it is loaded", 'throw new Error("boom");', "Error: boom"],
    ["a rejected await at the top", 'await Promise.reject(new Error("boom"));', "Error: boom"],
    ["a rejection that nobody handles", 'void Promise.reject(new Error("boom"));', "Error: boom"],
    ["an error in an apply", 'pulumi.output(1).apply(() => { throw new Error("boom"); });', "Error: boom"],
    ["an error in a timer", 'setTimeout(() => { throw new Error("boom"); }, 10);', "Error: boom"],
    [
      "an error beside a running resource",
      `${slow} setTimeout(() => { throw new Error("boom"); }, 10);`,
      "Error: boom",
    ],
    [
      "an error in a component",
      'class C extends pulumi.ComponentResource { constructor() { super("a:b:C", "c"); throw new Error("boom"); } }\nnew C();',
      "Error: boom",
    ],
    ["something thrown that is no error", 'throw "boom";', "boom"],
    ["a syntax error", "const x = ;", 'Unexpected ";"'],
    ["a module that is not there", 'await import("./missing.ts");', "Cannot find module"],
    ["an exit with a status", "process.exit(3);", "The program ended with exit status 3"],
    [
      "an exit with status 0 half-way",
      `${slow} process.exit(0);`,
      "The program called process.exit(0) before it was done",
    ],
    ["a signal", 'process.kill(process.pid, "SIGKILL");', "The program was ended by SIGKILL"],
    ["a failing resource", 'new command.local.Command("a", { create: "echo because; exit 4" });', "exit status 4"],
  ])("%s", async (_what, program, words) => {
    scratch.program(program);
    for (const options of [[], ["--continue-on-error"]]) {
      const { exitCode, output } = await scratch.up(...options);
      expect(output).toContain(words);
      expect(exitCode).not.toBe(0);
      expect(scratch.locks()).toEqual([]);
    }
  });

  it("shows only the words of an error that is meant for people", async () => {
    for (const thrown of ["new pulumi.RunError", "new (class extends Error { __pulumiRunError = true })"]) {
      scratch.program(`throw ${thrown}("plain words");`);
      const { output } = await scratch.up();
      expect(output).toMatch(/error: plain words\n/);
      expect(output).not.toMatch(/^ +at /m);
    }
  });

  it("with --continue-on-error still makes what does not depend on the failure", async () => {
    scratch.program(
      'new command.local.Command("bad", { create: "exit 1" });\nnew command.local.Command("good", { create: "true" });',
    );
    expect((await scratch.up("--continue-on-error")).exitCode).not.toBe(0);
    const names = (await scratch.resources()).map((one) => one.urn.split("::").at(-1));
    expect(names).toContain("good");
    expect(names).not.toContain("bad");
  });

  it("works again right after a failure", async () => {
    scratch.program("export const answer = 42;");
    expect(await scratch.up()).toMatchObject({ exitCode: 0 });
    expect((await scratch.run("stack", "output", "answer", "--stack", "test")).output).toBe("42");
  });
});
