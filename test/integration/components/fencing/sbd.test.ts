import { execa } from "execa";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeFencingLun } from "../../../../components/fencing/index.ts";
import { planFencing, renderDevice } from "../../../../components/fencing/plan.ts";
import { programText } from "../../../../rack/script.ts";
import { runScript } from "../../../support/run-script.ts";
import { standInForSbd } from "../../../support/sbd.ts";

const wwid = "6001405a11ce0009";
const source = new URL("../../../../components/fencing/scripts/fence.sh", import.meta.url);
let root: string;
let lun: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "crossbed-sbd-"));
  for (const folder of ["bin", "disks", "devices"]) mkdirSync(join(root, folder));
  lun = join(root, "disks", `wwn-0x${wwid}`);
  writeFileSync(lun, "");
  truncateSync(lun, 16 * 1024 * 1024);
  standInForSbd(join(root, "bin"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const text = (file: string): string => readFileSync(file, "utf8");

describe("the program that fences, over a slot on a LUN", () => {
  beforeEach(async () => {
    const sbd = join(root, "bin", "sbd");
    await execa(sbd, ["-d", lun, "-1", "1", "-4", "2", "create"]);
    say("clear");
    reads("host2");
    const fencing = { kind: "sbd", wwid, watchdog: "/dev/watchdog", watchdogSec: 1, action: "reboot" } as const;
    const [device] = planFencing({ hosts: [{ name: "host2", fencing }], activeHosts: [], emulated: false });
    if (device === undefined) throw new Error("no device");
    writeFileSync(join(root, "devices", "host2"), renderDevice(device));
    writeFileSync(join(root, "bin", "fence"), programText(source));
  });
  const say = (message: string): void => {
    writeFileSync(`${lun}.slots`, `0\thost1\tclear\t\n1\thost2\t${message}\thost1\n`);
  };
  const reads = (...hosts: readonly string[]): void => {
    writeFileSync(`${lun}.readers`, `${hosts.join("\n")}\n`);
  };
  const slot = (): string => text(`${lun}.slots`).split("\n")[1]?.split("\t")[2] ?? "";
  const asked = (): string[] =>
    text(`${lun}.asked`)
      .trim()
      .split("\n")
      .filter((line) => !/^(?:create|list)$/u.test(line));
  async function fence(input: string) {
    const { exitCode, stdout, stderr } = await execa("bash", [join(root, "bin", "fence")], {
      input: `host=host2\n${input}\n`,
      env: {
        PATH: `${join(root, "bin")}:${process.env["PATH"] ?? ""}`,
        CROSSBED_FENCING: join(root, "devices"),
        CROSSBED_DISKS: join(root, "disks"),
        HOSTNAME: "host1",
      },
      reject: false,
    });
    return { status: exitCode, stdout, stderr };
  }
  const succeeded = { status: 0, stdout: "", stderr: "" };

  it("calls a host on whose sbd takes a test out of its slot, and one whose sbd does not silent", async () => {
    expect(await fence("action=status")).toEqual({ ...succeeded, stdout: "on" });
    expect(asked()).toEqual(["ping host2"]);
    reads("host1");
    expect(await fence("action=status")).toEqual({
      status: 1,
      stdout: "",
      stderr: `fencing of host2: its sbd does not read LUN ${wwid}: the host is off, has lost the LUN, or sbd is dead there`,
    });
  });

  it("cuts off by a message that still lies in the slot when the time for it has passed", async () => {
    const began = Date.now();
    expect(await fence("node=2")).toEqual(succeeded);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
    expect([asked(), slot()]).toEqual([["message host2 reset"], "reset"]);
    expect(await fence("action=off")).toEqual(succeeded);
    expect(slot()).toBe("off");
  });

  it("does not take a host for cut off whose message is gone, though sbd itself says that it was delivered", async () => {
    writeFileSync(`${lun}.overwritten`, "");
    expect(await fence("action=off")).toEqual({
      status: 1,
      stdout: "",
      stderr: "fencing of host2: the message is gone from its slot: the host cleared it, or somebody wrote over it",
    });
  });

  it("calls a host off whose message has lain for its time, and writes nothing over one that waits", async () => {
    say("off");
    reads();
    expect(await fence("action=status")).toEqual({ ...succeeded, stdout: "off" });
    expect(slot()).toBe("off");
    expect(asked()).toEqual([]);
  });

  it("fails without a slot, and without the LUN", async () => {
    writeFileSync(`${lun}.slots`, "0\thost1\tclear\t\n");
    expect(await fence("action=status")).toMatchObject({
      status: 1,
      stderr: `fencing of host2: LUN ${wwid} has no slot of it: its sbd never ran. Run up again`,
    });
    rmSync(lun);
    expect(await fence("action=off")).toMatchObject({
      status: 1,
      stderr: `fencing of host2: LUN ${wwid} is not on host1`,
    });
  });
});

describe("make-fencing-lun.sh", () => {
  const values = { WWID: wwid, LABEL: "ours:sbd", MACHINES: "aaaa,bbbb", WATCHDOG_SEC: "60", MSGWAIT_SEC: "120" };
  const make = async (changes: Readonly<Record<string, string>> = {}) =>
    await runScript(makeFencingLun, { ...values, DEVICE: lun, ...changes }, join(root, "bin"));
  const mark = (): string => readFileSync(lun).subarray(-4096).toString().replaceAll("\0", "").trim();
  const created = (): number =>
    text(`${lun}.asked`)
      .split("\n")
      .filter((line) => line === "create").length;

  it("lays out a blank LUN with the plan's times, marks it, and keeps it the next time", async () => {
    expect((await make()).status).toBe(0);
    expect(mark()).toBe("crossbed 1 holds ours:sbd uuid-60-120 aaaa,bbbb");
    expect(await make({ MACHINES: "bbbb,cccc" })).toMatchObject({ status: 0, stderr: "" });
    expect(mark()).toBe("crossbed 1 holds ours:sbd uuid-60-120 aaaa,bbbb,cccc");
    expect(created()).toBe(1);
  });

  it("repeats a layout of ours that was cut", async () => {
    await make();
    const data = readFileSync(lun);
    data.fill(0, data.length - 4096);
    data.write("crossbed 1 formats ours:sbd none aaaa\n", data.length - 4096);
    writeFileSync(lun, data);
    expect((await make()).status).toBe(0);
    expect(mark()).toBe("crossbed 1 holds ours:sbd uuid-60-120 aaaa,bbbb");
  });

  it("writes other times only while no host reads the LUN", async () => {
    await make();
    writeFileSync(`${lun}.slots`, "0\thost1\tclear\t\n1\thost2\toff\thost1\n");
    writeFileSync(`${lun}.readers`, "host1\n");
    const other = { WATCHDOG_SEC: "30", MSGWAIT_SEC: "60" };
    expect(await make(other)).toMatchObject({
      status: 1,
      stderr: `LUN ${wwid} has other times than the inventory (watchdogSec), and sbd on host1 reads it. Take the stack down (pulumi destroy), then up again.`,
    });
    expect(text(`${lun}.slots`)).toContain("host2\toff");
    writeFileSync(`${lun}.readers`, "");
    expect((await make(other)).status).toBe(0);
    expect(mark()).toBe("crossbed 1 holds ours:sbd uuid-30-60 aaaa,bbbb");
  });

  it.each([
    ["another rack's", { LABEL: "theirs:sbd", MACHINES: "dddd" }, "ours:sbd of other hosts than this rack's"],
    ["one of the same name", { MACHINES: "dddd" }, "ours:sbd of other hosts than this rack's"],
  ])("refuses %s", async (_, changes, found) => {
    await make();
    const before = readFileSync(lun);
    const { status, stderr } = await make(changes);
    expect([status, stderr]).toEqual([1, expect.stringContaining(`holds ${found}`)]);
    expect(readFileSync(lun).equals(before)).toBe(true);
  });

  it("refuses what somebody else wrote: a layout of sbd, data without a signature, too small a LUN", async () => {
    await execa(join(root, "bin", "sbd"), ["-d", lun, "create"]);
    expect((await make()).stderr).toContain("holds a layout of sbd, UUID uuid-5-10, without the mark that says whose");
    const data = Buffer.alloc(16 * 1024 * 1024);
    data.write("mail", 9_000_000);
    writeFileSync(lun, data);
    expect((await make()).stderr).toContain("holds data without a known signature, between");
    expect(readFileSync(lun).equals(data)).toBe(true);
    truncateSync(lun, 4 * 1024 * 1024);
    expect((await make()).stderr).toContain("has 4194304 bytes, and sbd's needs 8388608");
  });
});

describe("sbd-start.sh", () => {
  const script = (step: string): string =>
    `HOST_RUN=${root}/run\n${text(`components/fencing/scripts/${step}.sh`)}`.replaceAll(
      "/run/systemd/system",
      `${root}/systemd`,
    );
  const values = { SLOT: "host1", DEVICE: "/dev/disk/by-id/lun", WATCHDOG: "/dev/null", BOOT_ID: "b" };
  const start = async (changes: Readonly<Record<string, string>> = {}) =>
    await runScript({ text: script("sbd-start") }, { ...values, ...changes }, join(root, "bin"));
  const stop = async () => await runScript({ text: script("sbd-stop") }, values, join(root, "bin"), "delete");
  const asked = (): string[] => text(join(root, "asked")).trim().split("\n");
  beforeEach(() => {
    writeFileSync(
      join(root, "bin", "systemctl"),
      `#!/bin/bash\necho "$*" >> ${root}/asked\n[[ $* != *is-active* ]] || grep -qx "$3" ${root}/active 2> /dev/null\n`,
      { mode: 0o755 },
    );
  });
  const active = (...units: readonly string[]): void => {
    writeFileSync(join(root, "active"), `${units.join("\n")}\n`);
  };

  it("starts it for the host's slot, feeds the watchdog on its own word alone, and has corosync stand and fall with it", async () => {
    expect(await start()).toMatchObject({ status: 0, stderr: "" });
    expect(text(join(root, "run/sbd.options")).split("\n").slice(0, 3)).toEqual([
      "SBD_DEVICE=/dev/disk/by-id/lun",
      "SBD_WATCHDOG_DEV=/dev/null",
      "SBD_PACEMAKER=no",
    ]);
    expect(text(join(root, "run/sbd.options"))).toContain("SBD_OPTS=-n host1\n");
    expect(text(join(root, "systemd/corosync.service.d/crossbed-sbd.conf"))).toBe(
      "[Unit]\nBindsTo=sbd.service\nAfter=sbd.service\n",
    );
    expect(asked().slice(-2)).toEqual(["daemon-reload", "start sbd"]);
  });

  it("leaves one that runs so alone, and touches neither somebody's nor one with other settings", async () => {
    await start();
    active("sbd");
    expect((await start()).status).toBe(0);
    expect(asked().filter((line) => line === "start sbd")).toHaveLength(1);
    expect((await start({ WATCHDOG: "/dev/zero" })).stderr).toContain("runs with another LUN or watchdog");
    rmSync(join(root, "run/sbd.options"));
    expect((await start()).stderr).toContain("already runs, for something else than Crossbed");
  });

  it("starts nothing without a watchdog", async () => {
    expect((await start({ WATCHDOG: "/dev/no-watchdog" })).stderr).toContain("has no watchdog /dev/no-watchdog. Load");
  });

  it("is undone only when the cluster has stopped, and leaves nothing", async () => {
    await start();
    active("sbd", "corosync");
    expect((await stop()).stderr).toMatch(
      /^corosync still runs on host1, so sbd, .* Take the stack down \(npx crossbed down STACK\), then up again\.$/u,
    );
    active("sbd");
    expect((await stop()).status).toBe(0);
    expect(asked().slice(-3)).toEqual(["daemon-reload", "stop sbd", "daemon-reload"]);
    const left = await execa("find", [join(root, "run"), join(root, "systemd"), "-type", "f"], { reject: false });
    expect(left.stdout).toBe("");
  });
});
