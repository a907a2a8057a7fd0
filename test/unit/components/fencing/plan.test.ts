import { describe, expect, it } from "vitest";
import {
  devicePlace,
  fencingRequirements,
  planFencing,
  renderDevice,
  renderDlmConf,
  validateFencing,
  type FencingPlan,
} from "../../../../components/fencing/plan.ts";
import type { InventoryFencing } from "../../../../rack/fencing-inventory.ts";

const ipmi = (id: number): InventoryFencing => ({
  kind: "ipmi",
  address: `10.77.0.${String(id)}`,
  port: 623,
  user: "admin",
  passwordFile: "/root/password",
  action: "reboot",
});
const hosts = ["host1", "host2"].map((name, index) => ({ name, fencing: ipmi(index + 3) }));
const planned = (activeHosts: readonly string[], emulated = false): FencingPlan =>
  planFencing({ hosts, activeHosts, emulated });

describe("planFencing", () => {
  it("has the active one of two hosts outlive a duel: only who shoots it waits", () => {
    const delays = (plan: FencingPlan) => plan.map(({ host, delaySec }) => [host, delaySec]);
    expect(delays(planned(["host2", "host2"]))).toEqual([
      ["host1", 0],
      ["host2", 15],
    ]);
    expect(delays(planned(["host1"], true))).toEqual([
      ["host1", 60],
      ["host2", 0],
    ]);
    expect(delays(planned(["host1", "host2"]))).toEqual([
      ["host1", 15],
      ["host2", 0],
    ]);
    const three = [...hosts, { name: "host3", fencing: ipmi(5) }];
    expect(planFencing({ hosts: three, activeHosts: ["host1"], emulated: false }).map((one) => one.delaySec)).toEqual([
      0, 0, 0,
    ]);
  });

  it("shows no path of a password and no password", () => {
    expect(planned(["host1"])[0]).toEqual({
      host: "host1",
      nodeId: 1,
      program: "ipmitool",
      options: { ip: "10.77.0.3", ipport: "623", username: "admin" },
      hasPassword: true,
      action: "reboot",
      delaySec: 15,
    });
  });

  it("names each kind's program and options", () => {
    const of = (fencing: InventoryFencing) =>
      planFencing({ hosts: [{ name: "host1", fencing }], activeHosts: [], emulated: false }).map(
        ({ program, options, hasPassword, action }) => [program, options, hasPassword, action],
      );
    expect(of({ ...ipmi(3), kind: "ipmi", cipherSuite: 17, action: "off" } as InventoryFencing)).toEqual([
      ["ipmitool", { ip: "10.77.0.3", ipport: "623", username: "admin", cipher: "17" }, true, "off"],
    ]);
    const redfish = { address: "10.77.0.3", port: 443, user: "admin", passwordFile: "/p", action: "reboot" } as const;
    expect(of({ kind: "redfish", ...redfish, verifyCertificate: false })).toEqual([
      ["fence_redfish", { ip: "10.77.0.3", ipport: "443", username: "admin", ssl_insecure: "1" }, true, "reboot"],
    ]);
    expect(of({ kind: "agent", agent: "fence_apc", options: { ip: "pdu", plug: "3" }, action: "off" })).toEqual([
      ["fence_apc", { ip: "pdu", plug: "3" }, false, "off"],
    ]);
    const times = { watchdog_sec: "60", msgwait_sec: "120" };
    expect(of({ kind: "sbd", wwid: "6001", watchdog: "/dev/watchdog", watchdogSec: 60, action: "reboot" })).toEqual([
      ["sbd", { wwid: "6001", watchdog: "/dev/watchdog", ...times }, false, "reboot"],
    ]);
  });

  it("asks for each program once, by the distribution's own name", () => {
    expect(fencingRequirements(planned([]))).toEqual([
      { program: "ipmitool", packages: { debian: "ipmitool", redHat: "ipmitool", suse: "ipmitool" } },
    ]);
    const agent: InventoryFencing = { kind: "agent", agent: "fence_apc_snmp", options: {}, action: "off" };
    const plan = planFencing({ hosts: [{ name: "host1", fencing: agent }], activeHosts: [], emulated: false });
    expect(fencingRequirements(plan)).toEqual([
      {
        program: "fence_apc_snmp",
        packages: { debian: "fence-agents-apc-snmp", redHat: "fence-agents-apc-snmp", suse: "fence-agents" },
      },
    ]);
  });
});

describe("validateFencing", () => {
  const args = { platform: "kvm", filesystem: "gfs2", hosts, isExpendable: false } as const;

  it("lets GFS2 pass when every host can be cut off", () => {
    expect(validateFencing({ ...args, fencing: planned([]) })).toEqual([]);
  });

  it("refuses one host without a device, wherever the others have one", () => {
    const fencing = planned([]).slice(0, 1);
    for (const isExpendable of [true, false]) {
      expect(validateFencing({ ...args, fencing, isExpendable })).toEqual([
        {
          path: "hosts[1].fencing",
          message:
            "is absent, but other hosts have it; without it they could not go on once host2 is lost. Add host2's device.",
        },
      ]);
    }
  });

  it("asks for none where the hosts are expendable or no GFS2 is shared", () => {
    expect(validateFencing({ ...args, fencing: [], isExpendable: true })).toEqual([]);
    expect(validateFencing({ ...args, platform: "xen", filesystem: "ocfs2", fencing: [] })).toEqual([]);
    expect(validateFencing({ ...args, platform: "bare", filesystem: undefined, fencing: [] })).toEqual([]);
  });
});

describe("renderDlmConf", () => {
  it("gives each node a device in a section of its own, and no secret", () => {
    expect(renderDlmConf(planned(["host1"]))).toBe(
      [
        "enable_fencing=1",
        "enable_startup_fencing=0",
        "",
        "device host1 /var/lib/crossbed/fencing/fence host=host1",
        "connect host1 node=1",
        "",
        "device host2 /var/lib/crossbed/fencing/fence host=host2",
        "connect host2 node=2",
        "",
      ].join("\n"),
    );
  });

  it("switches fencing off where the rack has none", () => {
    expect(renderDlmConf([])).toBe("enable_fencing=0\n");
  });
});

describe("devicePlace", () => {
  it("says where a device is: at an address, on a LUN, or by its program alone", () => {
    const place = (program: string, options: Readonly<Record<string, string>>) => devicePlace({ program, options });
    expect([place("ipmitool", { ip: "192.0.2.1" }), place("sbd", { wwid: "6001" }), place("fence_apc", {})]).toEqual([
      "ipmitool at 192.0.2.1",
      "sbd on LUN 6001",
      "fence_apc",
    ]);
  });
});

describe("renderDevice", () => {
  it("writes a name=value a line", () => {
    expect(planned(["host1"], true).map(renderDevice)[0]).toBe(
      "program=ipmitool\naction=reboot\ndelay_sec=60\noption.ip=10.77.0.3\noption.ipport=623\noption.username=admin\n",
    );
  });
});
