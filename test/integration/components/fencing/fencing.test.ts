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
const passwords = { host1: "one", host2: "two", host3: "three" };
const text = (base64 = ""): string => Buffer.from(base64, "base64").toString();

describe("Fencing", () => {
  it("tells every host the devices of all others, and has each of them answer it", async () => {
    const all = await registrationsOf((options) => new Fencing("fencing", { plan, hosts, passwords }, options));
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
    const all = await registrationsOf((options) => new Fencing("fencing", { plan, hosts: [], passwords }, options));
    expect(all.map(({ type }) => type)).toEqual(["crossbed:index:Fencing"]);
  });
});
