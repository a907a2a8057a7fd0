import { describe, expect, it } from "vitest";
import { Fencing } from "../../../../components/fencing/index.ts";
import { planFencing } from "../../../../components/fencing/plan.ts";
import { registrationsOf } from "../../../support/mocks.ts";
import { sshTarget, stdinOf } from "../../../support/remote.ts";
import { brokenContracts, sentScripts } from "../../../support/script-contract.ts";

const device = (id: number) => ({
  kind: "ipmi" as const,
  address: `10.77.0.${String(id)}`,
  port: 623,
  user: "admin",
  passwordFile: "/root/password",
  action: "reboot" as const,
});
const plan = planFencing({
  hosts: ["host1", "host2", "host3"].map((name, index) => ({ name, fencing: device(index + 3) })),
  activeHosts: ["host1"],
  emulated: false,
});
const hosts = ["host1", "host2", "host3"].map((name) => ({ name, target: sshTarget, bootId: "boot" }));
const mark = { label: "ours:sbd", machines: ["aaaa", "bbbb"] };
const passwords = { host1: "one", host2: "two", host3: "three" };
const text = (base64 = ""): string => Buffer.from(base64, "base64").toString();

describe("Fencing", () => {
  it("tells every host the devices of all others, and has each of them answer it", async () => {
    const all = await registrationsOf((options) => new Fencing("fencing", { plan, hosts, mark, passwords }, options));
    expect(brokenContracts(sentScripts(all))).toEqual([]);
    const told = stdinOf(all, "fencing-devices-host2");
    expect(told["HOSTS"]).toBe("host1 host3");
    expect(text(told["DEVICE_1"])).toContain("option.ip=10.77.0.3\n");
    expect([text(told["PASSWORD_1"]), text(told["PASSWORD_2"]), told["PASSWORD_3"]]).toEqual([
      "one",
      "three",
      undefined,
    ]);
    expect(stdinOf(all, "fencing-status-host2")).toMatchObject({ HOSTS: "host1 host3", BOOT_ID: "boot" });
  });

  it("asks no device of a rack that has none", async () => {
    const all = await registrationsOf(
      (options) => new Fencing("fencing", { plan, hosts: [], mark, passwords }, options),
    );
    expect(all.map(({ type }) => type)).toEqual(["crossbed:index:Fencing"]);
  });

  it("has the LUN of sbd found by all, laid out by one, and watched by each that has a slot, before any is asked", async () => {
    const slot = {
      kind: "sbd",
      wwid: "6001405a11ce0009",
      watchdog: "/dev/watchdog1",
      watchdogSec: 60,
      action: "off",
    } as const;
    const mixed = planFencing({
      hosts: ["host1", "host2", "host3"].map((name, index) => ({ name, fencing: index === 2 ? device(5) : slot })),
      activeHosts: ["host1"],
      emulated: false,
    });
    const all = await registrationsOf(
      (options) => new Fencing("fencing", { plan: mixed, hosts, mark, passwords }, options),
      ({ name }) => ({ stdout: name.startsWith("fencing-lun-host") ? "/dev/disk/by-id/lun 8388608\n" : "" }),
    );
    expect(brokenContracts(sentScripts(all))).toEqual([]);
    const names = all.map(({ name }) => name).filter((name) => /-(?:lun|sbd)-/u.test(name));
    expect(names.toSorted()).toEqual([
      "fencing-lun-host1",
      "fencing-lun-host2",
      "fencing-lun-host3",
      "fencing-lun-make",
      "fencing-sbd-host1",
      "fencing-sbd-host2",
    ]);
    const steps = all.map(({ name }) => name.split("-")[1]);
    const afterSbd = steps.slice(steps.lastIndexOf("sbd") + 1).toSorted();
    expect(afterSbd).toEqual(["devices", "devices", "devices", "status", "status", "status"]);
    expect(stdinOf(all, "fencing-lun-make")).toMatchObject({
      DEVICE: "/dev/disk/by-id/lun",
      LABEL: "ours:sbd",
      MACHINES: "aaaa,bbbb",
      WATCHDOG_SEC: "60",
      MSGWAIT_SEC: "120",
    });
    expect(stdinOf(all, "fencing-sbd-host2")).toMatchObject({ SLOT: "host2", WATCHDOG: "/dev/watchdog1" });
    const told = text(stdinOf(all, "fencing-devices-host3")["DEVICE_1"]);
    expect(told.split("\n").slice(0, 4)).toEqual([
      "program=sbd",
      "action=off",
      "delay_sec=0",
      "option.wwid=6001405a11ce0009",
    ]);
  });
});
