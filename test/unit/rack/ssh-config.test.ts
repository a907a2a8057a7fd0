import { describe, expect, it } from "vitest";
import { renderKnownHosts, renderSshConfig, sshEnvironment } from "../../../rack/ssh-config.ts";

const machines = [
  { name: "host1", address: "127.0.0.1", port: 20011, user: "root", hostKey: "ssh-ed25519 AAAA" },
  { name: "a1", address: "10.77.0.21", port: 22, user: "root", hostKey: "ssh-ed25519 BBBB", proxy: "host1" },
];

describe("renderSshConfig", () => {
  it("names every machine, its port and its key's name, and reaches a guest through its host", () => {
    const text = renderSshConfig(machines, "/keys/id", "/tmp/run", { connectSec: 60, isShared: true });
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
  });
});

describe("renderKnownHosts", () => {
  it("pins the key of every machine under its name", () => {
    expect(renderKnownHosts(machines)).toBe("host1 ssh-ed25519 AAAA\na1 ssh-ed25519 BBBB\n");
  });
});

describe("sshEnvironment", () => {
  it("has the way to an agent, and nobody's passphrase or keys", () => {
    const environment = {
      PATH: "/usr/bin",
      SSH_AUTH_SOCK: "/run/agent",
      PULUMI_CONFIG_PASSPHRASE: "words",
      AWS_SECRET_ACCESS_KEY: "key",
      SSH_ASKPASS: "/usr/bin/ask",
    };
    expect(sshEnvironment(environment)).toEqual({ PATH: "/usr/bin", SSH_AUTH_SOCK: "/run/agent" });
  });
});
