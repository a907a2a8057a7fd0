import { describe, expect, it } from "vitest";
import { renderStatus, type Status } from "../../../cli/render-status.ts";

const status: Status = {
  stack: "kvm-6core",
  rack: "lab-12",
  emulated: false,
  hosts: [
    {
      name: "host1",
      hypervisor: "kvm",
      version: "10.0.2",
      kernel: "6.12.43",
      bootId: "5f0c",
      lease: null,
      clusterMembers: [1, 2],
      domains: [],
    },
  ],
  silentHosts: [],
  guests: [
    { name: "a1", domain: "cb-a1", home: "host1", runsOn: "host1", stalled: null },
    { name: "b1", domain: "cb-b1", home: "host2", runsOn: "host1", stalled: null },
    { name: "a2", domain: "cb-a2", home: "host2", runsOn: null, stalled: null },
    { name: "b2", domain: "cb-b2", home: "host1", runsOn: null, stalled: "its device model, QEMU, died" },
  ],
  luns: [],
  contradictions: [],
  troubles: [],
  lastRun: null,
};

/** The line that begins with a name, its spaces as one. */
function lineOf(name: string, shown: Status): string {
  const line = renderStatus(shown)
    .split("\n")
    .find((text) => text.trim().startsWith(name));
  return (line ?? "").trim().replaceAll(/\s+/gu, " ");
}

describe("renderStatus", () => {
  it("tells where every guest is", () => {
    expect(["a1", "b1", "a2", "b2"].map((name) => lineOf(name, status))).toEqual([
      "a1 host1 host1 at home",
      "b1 host2 host1 AWAY",
      "a2 host2 - does not run",
      "b2 host1 - does not run: its device model, QEMU, died; up starts it again",
    ]);
  });

  it("tells what a host contradicts of the inventory", () => {
    const contradictions = [{ path: "hosts[0].pcpus", message: "is 16, but host1 has 2 switched on." }];
    expect(lineOf("inventory", { ...status, contradictions })).toBe(
      "inventory, hosts[0].pcpus: is 16, but host1 has 2 switched on.",
    );
  });

  it("tells what is wrong though everything seems to run", () => {
    expect(lineOf("TROUBLE", { ...status, troubles: ["cb-a1 on host1 is paused."] })).toBe(
      "TROUBLE: cb-a1 on host1 is paused.",
    );
  });

  it("shows the others when a host does not answer, and claims nothing of its guests", () => {
    const silent = { name: "host2", reason: "host2 (root@10.0.0.2, port 22): timed out", recordedOff: null };
    const part = { ...status, silentHosts: [silent] };
    expect(lineOf("host1", part)).toContain("kvm");
    expect(renderStatus(part)).toMatch(/host2 +NO ANSWER/);
    expect(renderStatus(part)).toContain("host2 (root@10.0.0.2, port 22): timed out");
    expect(lineOf("a2", part)).toBe("a2 host2 - unknown");
    const recordedOff = { confirmedBy: "device", at: "2026-11-28T17:00:00Z" } as const;
    expect(renderStatus({ ...status, silentHosts: [{ ...silent, recordedOff }] })).toContain(
      "\nhost2 is recorded as off, by the device, 2026-11-28T17:00:00Z\n",
    );
  });
});
