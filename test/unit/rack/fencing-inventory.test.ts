import { describe, expect, it } from "vitest";
import { parseInventory, type Inventory } from "../../../rack/inventory.ts";
import { inventoryDocument } from "../../support/inventory.ts";

const ipmi = { kind: "ipmi", address: "192.0.2.3", user: "admin", passwordFile: "/root/host.password" };

const sbd = { kind: "sbd", wwid: "6001405a11ce0009" };

function parsed(...fencing: readonly unknown[]): Inventory {
  const document = inventoryDocument();
  return parseInventory("rack.yaml", {
    ...document,
    hosts: document.hosts.map((host, index) =>
      fencing[index] === undefined ? host : { ...host, fencing: fencing[index] },
    ),
  });
}

function problemsOf(...fencing: readonly unknown[]): string[] {
  try {
    parsed(...fencing);
  } catch (error) {
    return String(error).split("\n  ").slice(1);
  }
  return [];
}

describe("a host's fencing", () => {
  it("is one of four kinds, and fills in ports and what is done", () => {
    expect(parsed(ipmi).hosts[0]?.fencing).toEqual({ ...ipmi, port: 623, action: "reboot" });
    expect(parsed({ ...ipmi, kind: "redfish" }).hosts[0]?.fencing).toEqual({
      ...ipmi,
      kind: "redfish",
      port: 443,
      verifyCertificate: false,
      action: "reboot",
    });
    const agent = { kind: "agent", agent: "fence_apc", options: { ip: "192.0.2.9", plug: "3" }, action: "off" };
    expect(parsed(agent).hosts[0]?.fencing).toEqual(agent);
    expect(parsed(sbd).hosts[0]?.fencing).toEqual({
      ...sbd,
      watchdog: "/dev/watchdog",
      watchdogSec: 60,
      action: "reboot",
    });
    expect(parsed().hosts[0]?.fencing).toBeUndefined();
  });

  it.each([
    ["another kind", { ...ipmi, kind: "ilo" }, "hosts[0].fencing.kind"],
    ["a password in the inventory itself", { ...ipmi, password: "secret" }, "hosts[0].fencing.password"],
    [
      "a password among an agent's options",
      { kind: "agent", agent: "fence_apc", options: { passwd: "x" } },
      "hosts[0].fencing.options.passwd",
    ],
    [
      "an agent's debugging",
      { kind: "agent", agent: "fence_apc", options: { debug_file: "/x" } },
      "hosts[0].fencing.options.debug_file",
    ],
    ["an agent that cuts nothing off", { kind: "agent", agent: "fence_dummy" }, "hosts[0].fencing.agent"],
    ["an agent that shows its password", { kind: "agent", agent: "fence_ipmilan" }, "hosts[0].fencing.agent"],
    ["the agent of sbd without what sbd needs", { kind: "agent", agent: "fence_sbd" }, "hosts[0].fencing.agent"],
    ["a watchdog that is none", { ...sbd, watchdog: "/dev/null" }, "hosts[0].fencing.watchdog"],
    ["a time that nobody waits for", { ...sbd, watchdogSec: 121 }, "hosts[0].fencing.watchdogSec"],
    ["a LUN of sbd with another role", { ...sbd, wwid: "6001405a11ce0001" }, "hosts[0].fencing.wwid"],
    ["a program that is no agent", { kind: "agent", agent: "/bin/sh" }, "hosts[0].fencing.agent"],
    [
      "an option of two lines",
      { kind: "agent", agent: "fence_apc", options: { ip: "a\naction=on" } },
      "hosts[0].fencing.options.ip",
    ],
    ["a user with a shell's syntax", { ...ipmi, user: "$(reboot)" }, "hosts[0].fencing.user"],
    ["a relative path", { ...ipmi, passwordFile: "host.password" }, "hosts[0].fencing.passwordFile"],
    ["no address", { ...ipmi, address: undefined }, "hosts[0].fencing.address"],
    ["a host's own address", { ...ipmi, address: "10.77.0.12" }, "hosts[0].fencing.address"],
  ])("refuses %s", (_, fencing, path) => {
    const problems = problemsOf(fencing);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${path.replaceAll(/[[\].]/g, "\\$&")}: `));
  });

  it("is a device of its own", () => {
    expect(problemsOf(ipmi, ipmi)).toEqual([
      "hosts[1].fencing: is 192.0.2.3 port 623, as is hosts[0].fencing; give each its own.",
    ]);
    const agent = { kind: "agent", agent: "fence_apc", options: { ip: "192.0.2.9", plug: "3" } };
    expect(problemsOf(agent, agent)).toHaveLength(1);
    expect(problemsOf(agent, { ...agent, options: { ip: "192.0.2.9", plug: "4" } })).toEqual([]);
  });

  it("shares the LUN of sbd, and its one time, with the rack's other hosts", () => {
    expect(problemsOf(sbd, { ...sbd, watchdog: "/dev/watchdog1" })).toEqual([]);
    expect(problemsOf(ipmi, sbd)).toEqual([]);
    expect(problemsOf(sbd, { ...sbd, wwid: "6001405a11ce0008", watchdogSec: 30 })).toEqual([
      "hosts[1].fencing.wwid: is 6001405a11ce0008, but hosts[0].fencing says 6001405a11ce0009; a rack's hosts share one LUN of sbd, with one time.",
      "hosts[1].fencing.watchdogSec: is 30, but hosts[0].fencing says 60; a rack's hosts share one LUN of sbd, with one time.",
    ]);
  });

  it("shows no password that stands where none belongs", () => {
    expect(problemsOf({ ...ipmi, password: "s3cret" })).toEqual([
      "hosts[0].fencing.password: is something secret, but there is no such key; remove it, or move it to its level. " +
        "Known here: kind, address, port, user, passwordFile, cipherSuite, action.",
    ]);
    const agent = { kind: "agent", agent: "fence_apc", options: { passwd: "s3cret" } };
    expect(problemsOf(agent).join("\n")).not.toContain("s3cret");
  });
});
