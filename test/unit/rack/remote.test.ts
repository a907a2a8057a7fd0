import { describe, expect, it } from "vitest";
import { renderDuration } from "../../../benchmarks/run/progress.ts";
import { renderSshConfig } from "../../../rack/remote.ts";

describe("renderSshConfig", () => {
  it("pins the key of every machine under its name and reaches a guest through its host", () => {
    const machines = [
      { name: "host1", address: "127.0.0.1", port: 20011, user: "root", hostKey: "ssh-ed25519 AAAA" },
      { name: "a1", address: "10.77.0.21", port: 22, user: "root", hostKey: "ssh-ed25519 BBBB", proxy: "host1" },
    ];
    const text = renderSshConfig(machines, "/keys/id", "/tmp/run");
    expect(text.split("\n").slice(0, 11)).toEqual([
      "Host host1",
      "  HostName 127.0.0.1",
      "  HostKeyAlias host1",
      "  Port 20011",
      "  User root",
      "Host a1",
      "  HostName 10.77.0.21",
      "  HostKeyAlias a1",
      "  Port 22",
      "  User root",
      "  ProxyJump host1",
    ]);
    expect(text).toContain("  StrictHostKeyChecking yes\n");
    expect(text).toContain("  UserKnownHostsFile /tmp/run/known_hosts\n");
  });
});

describe("renderDuration", () => {
  it("speaks of minutes only where there are some", () => {
    expect([0, 59.4, 60, 185, -3].map(renderDuration)).toEqual(["0 s", "59 s", "1 min 00 s", "3 min 05 s", "0 s"]);
  });
});
