import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { renderDlmConf } from "../../../../components/fencing/plan.ts";
import { runScript } from "../../../support/run-script.ts";

let host: string;
beforeEach(() => {
  host = mkdtempSync(join(tmpdir(), "crossbed-corosync-"));
  for (const folder of ["bin", "run", "systemd", "etc"]) mkdirSync(join(host, folder));
  standIn("systemctl", `echo "$*" >> ${host}/asked; [[ $* != *is-active* || -e ${host}/runs ]]`);
  standIn("dlm_controld", "");
  standIn("corosync-quorumtool", "printf '    1 1 host1\\n    2 1 host2\\n'");
  standIn("corosync-cmapctl", "echo 'totem.cluster_name (str) = ours'");
});
afterEach(() => {
  rmSync(host, { recursive: true });
});

function standIn(program: string, text: string): void {
  writeFileSync(join(host, "bin", program), `#!/bin/bash\n${text}\n`);
  chmodSync(join(host, "bin", program), 0o755);
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const read = (file: string): string => readFileSync(join(host, file), "utf8");
async function start(changes: Readonly<Record<string, string>> = {}): ReturnType<typeof runScript> {
  const script = new URL("../../../../components/cluster-filesystem/scripts/corosync-start.sh", import.meta.url);
  const text = `HOST_RUN=${host}/run\n${readFileSync(script, "utf8")}`
    .replaceAll("/run/systemd/system", `${host}/systemd`)
    .replaceAll(" /etc/dlm ", ` ${host}/etc/dlm `);
  const config = { CONFIG: base64("totem {}\n"), KEY: base64("secret"), DLM_CONFIG: base64(renderDlmConf([])) };
  const values = { CLUSTER: "ours", MEMBERS: "2", WAIT_SEC: "10", BOOT_ID: "b", ...config, ...changes };
  return await runScript({ text }, values, join(host, "bin"));
}

describe("corosync-start.sh", () => {
  it("sets corosync's options in a file that is read after the unit's own, which would win over a variable", async () => {
    expect(await start()).toMatchObject({ status: 0, stderr: "" });
    expect(read("systemd/corosync.service.d/crossbed.conf")).toBe(
      `[Service]\nEnvironmentFile=${host}/run/corosync.options\n`,
    );
    expect(read("run/corosync.options")).toBe(`COROSYNC_OPTIONS="-c ${host}/run/corosync.conf"\n`);
    expect(read("asked").trim().split("\n").slice(-2)).toEqual(["start corosync", "start dlm"]);
  });

  it("keeps the members' key for root alone", async () => {
    await start();
    expect([read("run/corosync.key"), statSync(join(host, "run/corosync.key")).mode & 0o777]).toEqual([
      "secret",
      0o600,
    ]);
  });

  it("switches dlm's fencing off only where the rack has none", async () => {
    await start();
    expect(read("systemd/dlm.service.d/crossbed.conf")).toContain("--foreground --enable_fencing 0\n");
    await start({ DLM_CONFIG: base64("enable_fencing=1\n") });
    expect(read("systemd/dlm.service.d/crossbed.conf")).toBe(
      `[Service]\nBindReadOnlyPaths=${host}/run/dlm:/etc/dlm\nExecStart=\nExecStart=${host}/bin/dlm_controld --foreground\n`,
    );
  });

  it("touches neither another cluster nor one that runs with another key", async () => {
    await start();
    writeFileSync(join(host, "runs"), "");
    expect((await start({ CLUSTER: "theirs" })).stderr).toContain("already runs the cluster ours, which is not ours");
    expect((await start({ KEY: base64("another") })).stderr).toContain("runs with another key or other fencing");
    expect(read("run/corosync.key")).toBe("secret");
    expect(existsSync(join(host, "run/corosync.key.new"))).toBe(false);
  });
});
