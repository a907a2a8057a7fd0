import { describe, expect, it } from "vitest";
import { LostProcess, whileProcessesRun } from "../../../../benchmarks/run/lost-process.ts";
import type { Remote } from "../../../../rack/remote.ts";

const node = { name: "A-a1", machine: "a1", cluster: "a", preferred: "active", files: {} } as const;
const workload = { kind: "ss7", nodes: [node], generators: [], conditions: {} };

/** Waits for work that ends only by its signal, while the process answers these; an Error is thrown. The question after them interrupts. */
async function wait(answers: readonly (string | Error)[], services: { name: string; machine: string }[] = []) {
  const asked: string[] = [];
  const stop = new AbortController();
  let isAborted = false;
  const remote = {
    run: (machine: string) => {
      const answer = answers[asked.length] ?? "";
      asked.push(machine);
      if (asked.length > answers.length) stop.abort();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  } as unknown as Remote;
  const outcome = await whileProcessesRun(
    { request: { stack: "kvm-6core", workload: { ...workload, services } }, remote, signal: stop.signal },
    (signal) =>
      new Promise<string>((resolve) => {
        signal.addEventListener("abort", () => {
          isAborted = true;
          resolve("interrupted");
        });
      }),
    1,
  ).catch((error: unknown) => error);
  return { outcome, asked: asked.length, isAborted };
}

describe("whileProcessesRun", () => {
  it("does the work for as long as it takes where all processes run", async () => {
    const answer = "Welcome\nstate runs \nit serves\n";
    expect(await wait([answer, answer])).toMatchObject({ outcome: "interrupted", asked: 3 });
  });

  it("does not begin the work where a process is absent, and names machine, process, its words and the cure", async () => {
    const { outcome, asked } = await wait(["state absent \nout of memory\nkilled\n"]);
    expect(asked).toBe(1);
    expect(outcome).toBeInstanceOf(LostProcess);
    expect((outcome as Error).message).toBe(
      "a1, process A-a1: it does not run: the machine has booted since up started it. It said last:\n" +
        "    out of memory\n    killed\n To start it again, run npx pulumi up -s kvm-6core; its whole log is /var/log/crossbed/A-a1.log there.",
    );
  });

  it("ends the work once a supervisor is gone, with the last exit status", async () => {
    const { outcome, asked, isAborted } = await wait(["state runs \n", "state runs \n", "state gone 4 137\n"]);
    expect([asked, isAborted]).toEqual([3, true]);
    expect((outcome as Error).message).toBe(
      "a1, process A-a1: it does not run: its supervisor was ended; its program's last exit status was 137. It said nothing. " +
        "To start it again, run npx pulumi up -s kvm-6core --replace '**::application-A-a1'; its whole log is /var/log/crossbed/A-a1.log there.",
    );
  });

  it("ends the work once a program has ended three times meanwhile, whatever it did before", async () => {
    const { outcome, asked } = await wait(["state runs 5 1\n", "state runs 7 1\n", "state runs 8 2\nno socket\n"]);
    expect(asked).toBe(3);
    expect((outcome as Error).message).toContain(
      "it ended 3 times while the run waited for it; its program's last exit status was 2. It said last:\n    no socket\n",
    );
  });

  it("leaves a machine that does not answer to the work, and takes no program for lost that ended once", async () => {
    const answers = [new Error("no route"), "state runs 1 0\n", new Error("no route"), "state runs 2 0\n"];
    expect(await wait(answers)).toMatchObject({ outcome: "interrupted", asked: 5 });
  });

  it("asks also for what nodes and generators need", async () => {
    const { outcome } = await wait(["state gone \n"], [{ name: "stp", machine: "sim" }]);
    expect((outcome as Error).message).toBe(
      "sim, process stp: it does not run: its supervisor was ended. It said nothing. " +
        "To start it again, run npx pulumi up -s kvm-6core --replace '**::simulators-stp'; its whole log is /var/log/crossbed/stp.log there.",
    );
  });
});
