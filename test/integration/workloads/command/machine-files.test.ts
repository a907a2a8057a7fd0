import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeMachineFiles } from "../../../../workloads/command/files.ts";
import { renderValues } from "../../../../workloads/command/render-values.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-files-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe("the files of a user's own workload", () => {
  it("are the tarball's under $APP, and a node finds them, its configuration and its values", async () => {
    writeFileSync(join(root, "service"), "the service");
    await execa("tar", ["-czf", join(root, "mine.tar.gz"), "-C", root, "service"]);
    const files = join(root, "files");
    await writeMachineFiles({ tarball: join(root, "mine.tar.gz") }, files);
    const values = join(root, "config");
    const texts = {
      config: "a line\n\n",
      install: 'echo installed > "$CONFIG.seen"',
      start: 'cat "$APP/service" "$CONFIG"; printf %s "$NAME" >> "$CONFIG.seen"',
      stop: "",
      probe: '[[ $NAME == "a; rm -rf" ]]',
    };
    writeFileSync(values, renderValues({ NAME: "a; rm -rf", ...texts }));
    const started = await execa("bash", [join(files, "node.sh"), "start", values], { stripFinalNewline: false });
    expect(started.stdout).toBe("the servicea line\n\n");
    expect(readFileSync(`${values}.text.seen`, "utf8")).toBe("installed\na; rm -rf");
    expect((await execa("bash", [join(files, "node.sh"), "probe", values], { reject: false })).exitCode).toBe(0);
  });

  it("stop a node by its own text", async () => {
    await writeMachineFiles({}, join(root, "files"));
    const values = join(root, "config");
    const texts = { config: "", install: "", start: "echo up; sleep 100", stop: `touch ${root}/stopped`, probe: "" };
    writeFileSync(values, renderValues(texts));
    const node = execa("bash", [join(root, "files/node.sh"), "start", values], { reject: false, detached: true });
    await new Promise((resolve) => node.stdout.once("data", resolve));
    process.kill(-(node.pid ?? 0), "SIGTERM");
    await node;
    expect(existsSync(join(root, "stopped"))).toBe(true);
  });

  it("are refused with the tarball's path where there is none", async () => {
    await expect(writeMachineFiles({ tarball: join(root, "none.tar") }, join(root, "files"))).rejects.toThrow(
      `workload.tarball: ${root}/none.tar cannot be unpacked: tar: ${root}/none.tar: Cannot open: No such file or directory. ` +
        "Give the path of a tar file, from the project's directory.",
    );
  });
});
