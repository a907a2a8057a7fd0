import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commandText, scriptInput } from "../../../../rack/script.ts";

const folder = new URL("../../../../benchmarks/run/migration/", import.meta.url);

/** Two hosts in one directory: a file each with the guests that run there, and a log of what virsh was asked to do. */
let rack: string;

/** While the file `hold` exists a migration does not end. */
const virsh = `#!/bin/bash
shift 3 # -q -c URI
case $1 in
  vcpupin* | emulatorpin*) echo "$HOSTNAME: $1" >> "$RACK/log"; [[ ! -e $RACK/unpinnable ]] || { echo "no such pCPU" >&2; exit 1; } ;;
  list) cat "$RACK/$HOSTNAME" ;;
  migrate)
    echo "$HOSTNAME: $*" >> "$RACK/log"
    while [[ -e $RACK/hold ]]; do sleep 0.05; done
    [[ ! -e $RACK/broken ]] || { echo "no route to host" >&2; exit 1; }
    echo cb-a1 >> "$RACK/$([[ $HOSTNAME == host1 ]] && echo host2 || echo host1)"
    : > "$RACK/$HOSTNAME" ;;
esac
`;

beforeEach(async () => {
  rack = await mkdtemp(join(tmpdir(), "crossbed-home-"));
  // The stand-in for the route leads over the loopback card.
  const programs = {
    virsh,
    ip: '#!/bin/bash\necho "10.0.0.2 dev lo src 10.0.0.1"\n',
    "ssh/peer-ssh": '#!/bin/bash\nHOSTNAME=host2 exec bash -c "$2"\n',
    logger: '#!/bin/bash\necho "$*" >> "$RACK/logged"\n',
    "wake-guest": '#!/bin/bash\necho "$HOSTNAME: wake $*" >> "$RACK/log"\n',
  };
  await mkdir(join(rack, "ssh"));
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(rack, name), text);
    await chmod(join(rack, name), 0o755);
  }
  await mkdir(join(rack, "run"));
  for (const file of ["host1", "host2", "log"]) await writeFile(join(rack, file), "");
});
afterEach(async () => {
  await rm(rack, { recursive: true });
});

const runsOn = async (host: string): Promise<boolean> => (await readFile(join(rack, host), "utf8")).includes("cb-a1");
const asked = async (): Promise<string[]> => (await readFile(join(rack, "log"), "utf8")).trim().split("\n");

/** A script of the folder with the hosts' paths bent into the rack. */
function script(name: string): string {
  const text = commandText(new URL(name, folder));
  return text.replaceAll("/var/lib/crossbed", rack).replaceAll("/run/crossbed", `${rack}/run`);
}

type Running = ReturnType<typeof start>;

function start(host: string, text: string) {
  const variables = [`PATH=${rack}:${process.env["PATH"] ?? ""}`, `RACK=${rack}`, `HOSTNAME=${host}`];
  return execa("env", [...variables, "bash", "-c", text], { reject: false });
}

function migrate(from: string, direction: "home" | "away", scheme = "qemu", share = ""): Running {
  const child = start(from, script("migrate.sh"));
  const hop = {
    PEER: "qemu+ssh://peer/system",
    THROUGH: "10.0.0.2",
    LIMIT_SEC: "900",
    DIRECTION: direction,
    SHARE: share,
  };
  child.stdin.end(scriptInput({ URI: `${scheme}:///system`, DOMAIN: "cb-a1", ...hop }));
  return child;
}

/** Resolves once the keeper watches; its process is wrapped, for it is a promise itself. */
async function keeper(patience = "lock_wait_sec=3600"): Promise<{ child: Running }> {
  const child = start("host1", script("keep-home.sh").replace(/^lock_wait_sec=.*$/mu, patience));
  const watched = { URI: "qemu:///system", DOMAIN: "cb-a1", PEER: "10.0.0.2" };
  const wayHome = {
    HOME_URI: "qemu+ssh://host1/system",
    THROUGH: "10.0.0.1",
    LIMIT_SEC: "900",
    SHARE: "0=4 emulator=0,1",
    SILENCE_SEC: "120",
  };
  const MIGRATE = Buffer.from(script("migrate.sh")).toString("base64");
  child.stdin.write(scriptInput({ ...watched, ...wayHome, MIGRATE }));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  return { child };
}

describe("migrate.sh", () => {
  it("leaves the definition at home, and takes it along on the way there only", async () => {
    await writeFile(join(rack, "host1"), "cb-a1\n");
    expect((await migrate("host1", "away")).exitCode).toBe(0);
    expect((await migrate("host2", "home")).exitCode).toBe(0);
    expect(await asked()).toEqual([
      "host1: migrate --live --migrateuri tcp://10.0.0.2 cb-a1 qemu+ssh://peer/system",
      "host2: migrate --live --persistent --undefinesource --migrateuri tcp://10.0.0.2 cb-a1 qemu+ssh://peer/system",
    ]);
  });

  it("gives the guest its pCPUs of the host where it arrives, at home for good", async () => {
    await writeFile(join(rack, "host1"), "cb-a1\n");
    await migrate("host1", "away", "qemu", "0=8 1=9 emulator=0,1");
    await migrate("host2", "home", "qemu", "0=4");
    expect((await asked()).filter((line) => line.includes("pin"))).toEqual([
      "host1: vcpupin cb-a1 0 8 --live; vcpupin cb-a1 1 9 --live; emulatorpin cb-a1 0,1 --live",
      "host2: vcpupin cb-a1 0 4 --live --config",
    ]);
  });

  it("says why a guest that arrived has not its pCPUs, and calls it arrived", async () => {
    await writeFile(join(rack, "host1"), "cb-a1\n");
    await writeFile(join(rack, "unpinnable"), "");
    const { exitCode, stdout } = await migrate("host1", "away", "qemu", "0=8");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^unpinned=no such pCPU$/mu);
  });

  it("has a guest of Xen go on where it was when its migration failed", async () => {
    await writeFile(join(rack, "host1"), "cb-a1\n");
    await writeFile(join(rack, "broken"), "");
    const { exitCode, stdout, stderr } = await migrate("host1", "away", "xen");
    expect([exitCode, stderr]).toEqual([1, "no route to host"]);
    expect(stdout).toMatch(/^started=.*\nended=.*\nsent=\d+$/u);
    expect((await asked()).at(-1)).toBe("host1: wake cb-a1");
  });

  it("leaves a guest alone that does not run there", async () => {
    const { exitCode, stderr } = await migrate("host2", "home");
    expect(exitCode).toBe(1);
    expect(stderr).toBe("cb-a1 does not run on host2, so nothing was migrated. See where it runs: npx crossbed status");
  });
});

describe("keep-home.sh", () => {
  it("leaves a guest alone that is at home", async () => {
    await writeFile(join(rack, "host1"), "cb-a1\n");
    const { child } = await keeper();
    child.stdin.end();
    expect((await child).exitCode).toBe(0);
    expect(await asked()).toEqual([""]);
  });

  it("fetches the guest home that its runner left away", async () => {
    await writeFile(join(rack, "host2"), "cb-a1\n");
    const { child } = await keeper();
    child.stdin.end();
    expect((await child).exitCode).toBe(0);
    expect([await runsOn("host1"), await runsOn("host2")]).toEqual([true, false]);
    expect((await asked()).at(-1)).toBe(
      "host2: vcpupin cb-a1 0 4 --live --config; emulatorpin cb-a1 0,1 --live --config",
    );
  });

  it("waits for the hop under way of a runner that is gone, with nobody left to read what it says", async () => {
    await writeFile(join(rack, "host1"), "cb-a1\n");
    await writeFile(join(rack, "hold"), "");
    const { child } = await keeper();
    const hop = migrate("host1", "away");
    await new Promise((resolve) => hop.stdout.once("data", resolve));
    child.stdin.end();
    child.stdout.destroy();
    child.stderr.destroy();
    await rm(join(rack, "hold"));
    expect((await hop).exitCode).toBe(0);
    expect((await child).exitCode).toBe(0);
    expect([await runsOn("host1"), await runsOn("host2")]).toEqual([true, false]);
  });

  it("gives up a migration that never ends, and has its host's log say where to look for it", async () => {
    await writeFile(join(rack, "host2"), "cb-a1\n");
    const lock = join(rack, "run/hop-cb-a1.lock");
    await writeFile(lock, "");
    const hop = execa("flock", ["-n", lock, "bash", "-c", "echo held; read -r"], { reject: false });
    await new Promise((resolve) => hop.stdout.once("data", resolve));
    const { child } = await keeper("lock_wait_sec=0");
    child.stdin.end();
    const said = `A migration of cb-a1 is still at work on host1 after 0 s, so nothing was done. Look for it there: fuser -v ${lock}`;
    expect(await child).toMatchObject({ exitCode: 1, stderr: said });
    expect(await readFile(join(rack, "logged"), "utf8")).toBe(`-t crossbed cb-a1 is not at home: ${said}\n`);
    hop.stdin.end();
    await hop;
  });

  it("fails in virsh's words when the guest cannot come home", async () => {
    await writeFile(join(rack, "host2"), "cb-a1\n");
    await writeFile(join(rack, "broken"), "");
    const { child } = await keeper();
    child.stdin.end();
    const { exitCode, stderr } = await child;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("no route to host");
  });
});
