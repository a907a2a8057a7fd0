import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identityIn } from "../../../../rack/lease-record.ts";
import { runScript } from "../../../support/run-script.ts";

let directory: string;
let bin: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "crossbed-lost-"));
  bin = join(directory, "bin");
  mkdirSync(bin);
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** Stands in for libvirt: domains are files, in `running` and in `defined`. */
function libvirt(running: readonly string[], defined: readonly string[]): () => string[][] {
  for (const [state, domains] of Object.entries({ running, defined })) {
    mkdirSync(join(directory, state), { recursive: true });
    for (const domain of domains) writeFileSync(join(directory, state, domain), "");
  }
  writeFileSync(
    join(bin, "virsh"),
    `#!/bin/bash
shift 3
case $1 in
  list) if [[ $2 == --all ]]; then ls ${directory}/defined; else ls ${directory}/running; fi ;;
  destroy) rm "${directory}/running/$2" ;;
  undefine) rm "${directory}/defined/$2" ;;
  domstate) [[ -e ${directory}/running/$2 || -e ${directory}/defined/$2 ]] ;;
esac
`,
  );
  chmodSync(join(bin, "virsh"), 0o755);
  return () => ["running", "defined"].map((state) => readdirSync(join(directory, state)).toSorted());
}

describe("stop-lost.sh", () => {
  const values = { DOMAIN: "cb-a2", URI: "qemu:///system" };
  const stop = () => runScript("components/guest/scripts/stop-lost.sh", values, bin, "delete");

  it("stops a guest whose home is lost and takes its definition, and leaves every other one; twice without harm", async () => {
    const domains = libvirt(["cb-a1", "cb-a2", "cb-a22"], ["cb-a1", "cb-a2", "cb-a22"]);
    expect(await stop()).toMatchObject({ status: 0, stdout: "cb-a2 stopped on host1" });
    expect(await stop()).toMatchObject({ status: 0, stdout: "" });
    expect(domains()).toEqual([
      ["cb-a1", "cb-a22"],
      ["cb-a1", "cb-a22"],
    ]);
  });

  it("fails where libvirt cannot be asked: the guest may run", async () => {
    writeFileSync(join(bin, "virsh"), "#!/bin/bash\nexit 1\n");
    chmodSync(join(bin, "virsh"), 0o755);
    expect((await stop()).status).toBe(1);
  });
});

describe("free-lost.sh", () => {
  it("removes disks and owner marks of the lost host's guest alone, says whose they were, and may run twice", async () => {
    const guests = join(directory, "guests/host2");
    mkdirSync(guests, { recursive: true });
    const disks = ["cb-a2.qcow2", "cb-a2.seed"].map((name) => join(guests, name));
    for (const disk of disks) writeFileSync(disk, "data");
    writeFileSync(`${disks[0] ?? ""}.owner`, "0123.4567. host2\n");
    writeFileSync(join(guests, "cb-b2.qcow2.owner"), "0123.4567. host2\n");
    const free = () => runScript("components/guest/scripts/free-lost.sh", { DISKS: disks.join(" ") }, "", "delete");
    expect(await free()).toMatchObject({
      status: 0,
      stdout: `${disks[0] ?? ""}.owner, which named host2\n${disks.join("\n")}`,
    });
    expect(readdirSync(guests)).toEqual(["cb-b2.qcow2.owner"]);
    expect(await free()).toMatchObject({ status: 0, stdout: "" });
  });
});

describe("clear-returned.sh", () => {
  const clone = "a".repeat(32);
  const script = "components/host/scripts/clear-returned.sh";
  const clear = () => {
    // The real one is this machine's.
    const text = `HOST_STATE=${directory} HOST_GUESTS=${join(directory, "guests")}\n${readFileSync(new URL(`../../../../${script}`, import.meta.url), "utf8")}`;
    const lease = { FILE: join(directory, "lease.json"), STACK: "kvm-6core" };
    const values = {
      ...lease,
      IDENTITY: identityIn({ stack: "kvm-6core", clone }),
      URIS: "qemu:///system",
      DOMAIN_PREFIX: "cb-",
    };
    return runScript({ text }, values, bin, "delete");
  };
  const leaseOf = (stack: string, holder: string): void => {
    const lease = { version: 2, stack, clone: holder, holder: "me@here", since: "then", boot: "b" };
    writeFileSync(join(directory, "lease.json"), `${JSON.stringify(lease)}\n`);
  };
  beforeEach(() => {
    mkdirSync(join(directory, "guests"));
  });

  it("takes definitions and records of the stack's guests from the host, and no other domain; twice without harm", async () => {
    const domains = libvirt(["mine"], ["cb-a2", "cb-b2", "mine"]);
    leaseOf("kvm-6core", clone);
    expect(await clear()).toMatchObject({
      status: 0,
      stdout: "the definition of cb-a2\nthe definition of cb-b2\nthe lease of kvm-6core",
    });
    expect((await clear()).stdout).toBe("the lease of kvm-6core");
    expect(domains()).toEqual([["mine"], ["mine"]]);
    expect(existsSync(join(directory, "guests"))).toBe(false);
  });

  it("touches nothing where another clone, another stack or nobody holds the host by now", async () => {
    const domains = libvirt([], ["cb-a2"]);
    const holders = [undefined, ["kvm-6core", "b".repeat(32)], ["kvm-12core", clone]] as const;
    for (const holder of holders) {
      if (holder !== undefined) leaseOf(holder[0], holder[1]);
      expect(await clear()).toMatchObject({ status: 0, stdout: "" });
    }
    expect(domains()).toEqual([[], ["cb-a2"]]);
    expect(existsSync(join(directory, "guests"))).toBe(true);
  });

  it("refuses a host on which a guest of the stack runs, with the command that ends it", async () => {
    const domains = libvirt(["cb-a2"], ["cb-a2"]);
    leaseOf("kvm-6core", clone);
    const { status, stderr } = await clear();
    expect(status).toBe(1);
    expect(stderr).toBe(
      "cb-a2 runs on host1, though its stack kvm-6core was taken down while host1 was off; its disk is gone. Run there: virsh -c qemu:///system destroy cb-a2",
    );
    expect(domains()).toEqual([["cb-a2"], ["cb-a2"]]);
  });
});
