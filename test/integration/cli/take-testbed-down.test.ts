import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { pulumiBinary } from "../../../toolchain/paths.ts";
import { Clone } from "../../support/clone.ts";
import { hostFacts } from "../../support/host-facts.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const bootOf2 = "607dee99-cabf-4e0c-82dc-b5bf3c673628";

/** A clone whose stack is up on two hosts by its record, one of which is dead; stand-ins for ssh and Pulumi note what they are asked. */
describe("crossbed down of a testbed", { timeout: 600_000 }, () => {
  let clone: Clone;
  let bin: string;
  const document = inventoryDocument();
  const noted = (): string[] => readFileSync(join(bin, "noted"), "utf8").trim().split("\n");
  const place = (name: string, text: string): void => {
    writeFileSync(name, text);
    chmodSync(name, 0o755);
  };
  const crossbed = async (...args: readonly string[]) => {
    writeFileSync(join(bin, "noted"), "");
    return await execa("node", ["cli/crossbed.mjs", ...args], {
      cwd: clone.directory,
      env: { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, PULUMI_HOME: "", PULUMI_BACKEND_URL: "" },
      reject: false,
    });
  };

  beforeAll(async () => {
    clone = await Clone.make();
    bin = join(clone.directory, "bin");
    mkdirSync(bin);
    writeFileSync(join(bin, "rack.yaml"), JSON.stringify(document));
    const settings = { config: { "crossbed:inventory": join(bin, "rack.yaml") } };
    writeFileSync(join(clone.directory, "stacks/Pulumi.kvm-6core.yaml"), JSON.stringify(settings));
    const mounted = { source: "/dev/sda", target: "/crossbed/kvm", type: "gfs2" } as const;
    writeFileSync(
      join(bin, "facts"),
      JSON.stringify(hostFacts({ clusterMembers: [1], clusterFilesystems: [mounted] })),
    );
    // The scripts of looks end up on stdin, those of steps in the command.
    place(
      join(bin, "ssh"),
      `#!/bin/bash
host=\${@: -2:1} command=\${@: -1}
[[ $host != -O && $host != exit ]] || exit 0
if [[ $host == host2 && ! -e ${bin}/host2-is-back ]]; then echo 'ssh: connect to host: No route to host' >&2; exit 255; fi
input=$(cat)
case $command in
  'bash -s') [[ $host == host1 ]] && cat ${bin}/facts || sed 's/"name":"host1"/"name":"host2"/' ${bin}/facts; exit ;;
  'exec '*fence) cat ${bin}/device; exit ;;
esac
echo "$host $(grep -oE 'cputune|fence_ack|stopped on|which named|the definition of|list --name|rm "\\$FILE"' <<< "$command" | head -n 1) $(grep -E '^(NODE|DOMAIN|DISKS|FILE|STACK)=' <<< "$input" | xargs)" >> ${bin}/noted
`,
    );
    const step = (host: number, name: string, stdin: string) => ({
      urn: `urn:pulumi:kvm-6core::crossbed::command:remote:Command::${name}`,
      id: name,
      type: "command:remote:Command",
      custom: true,
      inputs: { connection: { host: document.hosts[host]?.ssh.address, port: document.hosts[host]?.ssh.port }, stdin },
    });
    const slot = "DISKS=/crossbed/kvm/guests/host2/cb-a2.qcow2\nDOMAIN=cb-a2\nURI=qemu:///system\n";
    const resources = [
      step(0, "host1-lease", "FILE=/f\n"),
      step(1, "host2-lease", `BOOT_ID=${bootOf2}\n`),
      step(1, "a2-slot", slot),
      { ...step(0, "a1-ready", "PEERS=host2=10.0.0.2\n"), dependencies: [step(1, "a2-slot", "").urn] },
    ];
    const states = join(clone.directory, ".crossbed/state/.pulumi/stacks/crossbed");
    mkdirSync(states, { recursive: true });
    const state = { version: 3, checkpoint: { stack: "kvm-6core", latest: { resources } } };
    writeFileSync(join(states, "kvm-6core.json"), JSON.stringify(state));
    writeFileSync(join(bin, "exported"), JSON.stringify({ version: 3, deployment: { resources } }));
    const binary = pulumiBinary(clone.directory, {});
    mkdirSync(dirname(binary), { recursive: true });
    place(
      binary,
      `#!/bin/bash
echo "pulumi $*" >> ${bin}/noted
case "$1 $2" in
  'stack export') cat ${bin}/exported ;;
  'stack import') cat > ${bin}/imported; cp ${bin}/imported ${bin}/exported ;;
esac
`,
    );
  });
  afterAll(async () => {
    await execa("rm", ["-rf", clone.directory]);
  });

  it("ends at once where a host is gone that nobody has said to be off, with the way out and nothing changed", async () => {
    const { exitCode, stderr } = await crossbed("down", "kvm-6core", "--yes");
    expect(exitCode).toBe(4);
    expect(stderr).toContain("host2");
    expect(stderr).toContain(
      "npx crossbed fence host2 --off (--is-off where its fencing device is silent), then npx crossbed down",
    );
    expect(noted()).toEqual([""]);
  });

  it("starts guests of the lost host on another one only once it is said to be off", async () => {
    const { exitCode, stderr } = await crossbed("home", "kvm-6core", "--without", "host2", "--yes");
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining("or npx crossbed home STACK --without host2")]);
    expect(noted()).toEqual([""]);
    // The inventory has no fencing, as a lab without BMCs: no device is there to ask, and the operator's word is the way out.
    expect(await crossbed("fence", "host2", "--off", "--yes", "--stack", "kvm-6core")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(
        "Once you have seen that host2 is off: npx crossbed fence host2 --is-off",
      ) as string,
    });
    await crossbed("fence", "host2", "--is-off", "--yes", "--stack", "kvm-6core");
    const started = await crossbed("home", "kvm-6core", "--without", "host2", "--yes");
    expect([started.exitCode, started.stderr]).toEqual([0, expect.stringContaining("cb-b2 started on host1")]);
    const start = (guest: string): string[] => [
      "host1 list --name ",
      `host1 cputune DISKS=/crossbed/kvm/guests/host2/cb-${guest}.qcow2 /crossbed/kvm/guests/host2/cb-${guest}.seed DOMAIN=cb-${guest}`,
    ];
    expect(noted()).toEqual(["host1 fence_ack NODE=2", ...start("a2"), ...start("b2")]);
    expect(await crossbed("home", "kvm-6core", "--without", "host1", "--yes")).toMatchObject({ exitCode: 5 });
    expect(noted()).toEqual([""]);
  });

  it.each(["down", "home", "home --without host2"])(
    "touches nothing while an update of the same stack holds it: %s",
    async (command) => {
      const locks = join(clone.directory, ".crossbed/state/.pulumi/locks/organization/crossbed/kvm-6core");
      mkdirSync(locks, { recursive: true });
      onTestFinished(() => {
        rmSync(locks, { recursive: true });
      });
      const holder = { pid: 4711, username: "ann", hostname: "another-machine", timestamp: "2026-11-23T15:08:06Z" };
      writeFileSync(join(locks, "0d1f.json"), JSON.stringify(holder));
      const { exitCode, stderr } = await crossbed(...command.split(" "), "kvm-6core", "--yes");
      const held = "kvm-6core: process 4711 of ann on another-machine has locked it";
      expect([exitCode, stderr]).toEqual([5, expect.stringContaining(held)]);
      expect(noted()).toEqual([""]);
    },
  );

  it("goes through once it is said to be off: each step in order, and then Pulumi's", async () => {
    writeFileSync(join(bin, "device"), "off\n");
    expect(await crossbed("fence", "host2", "--is-off", "--yes", "--stack", "kvm-6core")).toMatchObject({
      exitCode: 0,
    });
    const { exitCode, stderr } = await crossbed("down", "kvm-6core", "--yes");
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringContaining("2 resources on it have left the record of kvm-6core"),
    ]);
    expect(noted()).toEqual([
      "host1 list --name ",
      "pulumi stack export --stack kvm-6core --show-secrets --non-interactive",
      "host1 fence_ack NODE=2",
      "host1 list --name DOMAIN=cb-a2",
      "host1 which named DISKS=/crossbed/kvm/guests/host2/cb-a2.qcow2",
      "pulumi stack export --stack kvm-6core --non-interactive",
      "pulumi stack import --stack kvm-6core --non-interactive",
      "pulumi destroy --stack kvm-6core --yes --skip-preview",
    ]);
    const { deployment } = JSON.parse(readFileSync(join(bin, "imported"), "utf8")) as { deployment: unknown };
    expect(deployment).toMatchObject({
      resources: [{ id: "host1-lease" }, { id: "a1-ready", inputs: { stdin: "PEERS=\n" }, dependencies: [] }],
    });
  });

  it("believes no record of a host that its device calls on", async () => {
    writeFileSync(join(bin, "device"), "on\n");
    const { exitCode, stderr } = await crossbed("down", "kvm-6core", "--yes");
    expect([exitCode, stderr]).toEqual([
      4,
      expect.stringContaining("It is not taken for off: its fencing device calls it on."),
    ]);
  });

  it("clears the host that is back before the next up, and forgets the record", async () => {
    writeFileSync(join(bin, "host2-is-back"), "");
    expect(await crossbed("up", "kvm-6core", "--yes")).toMatchObject({ exitCode: 0 });
    expect(noted()).toEqual([
      "pulumi stack export --stack kvm-6core --show-secrets --non-interactive",
      "host2 list --name FILE=/var/lib/crossbed/lease.json STACK=kvm-6core",
      "pulumi up --stack kvm-6core --yes --skip-preview",
    ]);
    expect(readdirSync(join(clone.directory, ".crossbed/dead-hosts"))).toEqual([]);
  });
});
