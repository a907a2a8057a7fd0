import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { localScriptText } from "../../../../components/local-script.ts";

let lab: string;
beforeEach(() => {
  lab = mkdtempSync(join(tmpdir(), "crossbed-lab-"));
  mkdirSync(join(lab, "run"));
});
afterEach(() => {
  rmSync(lab, { recursive: true });
});

/** What a script of the lab with this text prints. */
async function printed(text: string): Promise<string> {
  const file = join(lab, "script.sh");
  writeFileSync(file, text);
  const { stdout } = await execa("bash", ["-c", localScriptText(pathToFileURL(file))], { env: { LAB: lab } });
  return stdout;
}

const record = (): string => readFileSync(join(lab, "run/thing.process"), "utf8");

describe("scripts of the lab", () => {
  it("pass on what programs need, and nothing else that the user has set", async () => {
    const given = { MY_KEY: "k", PULUMI_CONFIG_PASSPHRASE: "p", TMPDIR: "/tmp" };
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
    const seen = await printed('env; echo "here $LAB"').finally(() => vi.unstubAllEnvs());
    expect(seen.split("\n").filter((line) => /^(?:LAB|MY_|PULUMI_|TMPDIR=|here )/u.test(line))).toEqual([
      "TMPDIR=/tmp",
      `here ${lab}`,
    ]);
  });

  it("know a process that they recorded", async () => {
    const pid = String(process.pid);
    expect(await printed(`record_process thing ${pid}\nprocess_of thing`)).toBe(pid);
  });

  it.each([
    ["started at another time", (text: string) => text.replace(/ \d+ /, " 1 ")],
    ["was of another boot", (text: string) => text.replace(/\S+$/m, "another-boot")],
  ])("do not take a process for a recorded one that %s", async (_, change) => {
    await printed(`record_process thing ${String(process.pid)}`);
    writeFileSync(join(lab, "run/thing.process"), change(record()));
    expect(await printed("process_of thing || echo none")).toBe("none");
  });

  it("find what the lab recorded and what still runs of it", async () => {
    const pid = String(process.pid);
    expect(await printed(`record_process thing ${pid}\necho 1 1 > "$LAB/run/gone.process"\nrecorded_processes`)).toBe(
      pid,
    );
    expect(await printed(`rm "$LAB"/run/*.process\nrecorded_processes`)).toBe("");
  });

  // Needs a mount namespace of its own.
  it.skipIf(process.getuid?.() !== 0)(
    "find a process that sees the lab's directory as libvirt's, also where it lies on a file system of its own",
    async () => {
      const seen = `mount -t tmpfs none "$LAB" && mkdir "$LAB/run"
        mount -t tmpfs none /run && mkdir /run/libvirt && mount --bind "$LAB/run" /run/libvirt
        processes_of_lab | grep -qx $$ && echo found`;
      writeFileSync(join(lab, "script.sh"), seen);
      const text = localScriptText(pathToFileURL(join(lab, "script.sh")));
      const { stdout } = await execa("unshare", ["--mount", "bash", "-c", text], { env: { LAB: lab } });
      expect(stdout).toBe("found");
    },
  );
});
