import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, it, onTestFinished } from "vitest";
import { HostTrust } from "../../../../components/host/trust.ts";
import { ifGone } from "../../../../rack/look.ts";
import { registrationsOf } from "../../../support/mocks.ts";
import { sshTarget, stdinOf } from "../../../support/remote.ts";

it("HostTrust · installs a program that names a peer which it cannot ask, and every way out that there is", async () => {
  const directory = mkdtempSync(join(tmpdir(), "crossbed-trust-"));
  onTestFinished(() => {
    rmSync(directory, { recursive: true });
  });
  const host = { target: sshTarget, publicKey: "ssh-ed25519 AAAA", bootId: "boot", addresses: ["10.0.0.1"] };
  const registrations = await registrationsOf((options) => {
    const hosts = ["host1", "host2"].map((name) => ({ name, ...host, peers: [] }));
    new HostTrust("trust", { hosts }, options);
  });
  const sent = stdinOf(registrations, "trust-host1").RUNNING_ELSEWHERE ?? "";
  // The real directory is a host's own.
  const program = Buffer.from(sent, "base64")
    .toString()
    .replace(/HOST_SSH=\S+/u, `HOST_SSH=${directory}`);
  writeFileSync(join(directory, "peer-ssh"), "#!/bin/bash\nif [[ $2 == *.2 ]]; then echo cb-a1; else exit 255; fi\n");
  chmodSync(join(directory, "peer-ssh"), 0o755);
  const ask = (...peers: string[]) =>
    execa("bash", ["-c", program, "running-elsewhere", "qemu:///system", "cb-a1", ...peers], {
      env: { HOSTNAME: "host1" },
      reject: false,
    });
  expect(await ask("host2=10.0.0.2")).toMatchObject({ exitCode: 0, stdout: "host2" });
  expect(await ask("host2=10.0.0.2", "host3=10.0.0.3")).toMatchObject({
    exitCode: 1,
    stderr: `host1 could not ask host3 whether it runs cb-a1, so nothing was started or deleted. Bring host3 back first. ${ifGone("host3")}`,
  });
});
