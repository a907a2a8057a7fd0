/**
 * The one configuration of ssh, of this process and of hosts. It is complete: ssh reads nothing of the user's or the system's own, believes no key but the
 * pinned one, and learns, forwards and asks for nothing.
 */
import { join } from "node:path";
import type { Inventory } from "./inventory.ts";
import { hostPaths } from "./paths.ts";
import { connectSec } from "./timeouts.ts";

/** ssh gives up a connection that carries a run after eight questions without an answer: two minutes. */
const aliveIntervalSec = 15;
const aliveCount = 8;

/** The file of pinned keys, beside the configuration that names it. */
export const knownHostsName = "known_hosts";

/** A machine that ssh reaches; `proxy` names the machine in front of it (a guest's host). */
export interface Machine {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** OpenSSH public key that the machine must show. */
  readonly hostKey: string;
  readonly proxy?: string;
}

/** Hosts or simulators of an inventory as ssh reaches them. */
export function machinesOf(
  { ssh: { user } }: Pick<Inventory, "ssh">,
  list: Inventory["hosts" | "simulators"],
): Machine[] {
  return list.map(({ name, ssh }) => ({ name, user, ...ssh }));
}

export interface SshOptions {
  /** A machine that accepts no connection for so many seconds counts as gone. */
  readonly connectSec: number;
  /** Whether commands on a machine share one connection; for a single command it would cost two more processes. */
  readonly isShared: boolean;
}

/** Text of ssh_config(5) for the machines, whose known_hosts and control sockets lie in `directory`. */
export function renderSshConfig(
  machines: readonly Machine[],
  privateKeyFile: string,
  directory: string,
  { connectSec, isShared }: SshOptions,
): string {
  const each = machines.flatMap((machine) => [
    `Host ${machine.name}`,
    `  HostName ${machine.address}`,
    `  HostKeyAlias ${machine.name}`,
    `  Port ${String(machine.port)}`,
    `  User ${machine.user}`,
    ...(machine.proxy === undefined ? [] : [`  ProxyJump ${machine.proxy}`]),
  ]);
  const sharing = isShared
    ? ["  ControlMaster auto", "  ControlPersist 60", `  ControlPath "${join(directory, "%C")}"`]
    : ["  ControlPath none"];
  return `${[...each, ...strict(privateKeyFile, join(directory, knownHostsName), connectSec), ...sharing].join("\n")}\n`;
}

/** Text of the ssh_config(5) by which a host reaches its peers and its guests, with its own key. */
export function renderHostSshConfig(): string {
  const { HOST_SSH } = hostPaths;
  return `${[...strict(`${HOST_SSH}/id`, `${HOST_SSH}/${knownHostsName}`, connectSec), "  ControlPath none"].join("\n")}\n`;
}

function strict(privateKeyFile: string, knownHostsFile: string, connectSec: number): string[] {
  return [
    "Host *",
    `  IdentityFile "${privateKeyFile}"`,
    "  IdentitiesOnly yes",
    "  PreferredAuthentications publickey",
    "  BatchMode yes",
    "  StrictHostKeyChecking yes",
    `  UserKnownHostsFile "${knownHostsFile}"`,
    // Else ssh would accept a key in /etc/ssh/ssh_known_hosts in place of the pinned one.
    "  GlobalKnownHostsFile /dev/null",
    "  UpdateHostKeys no",
    "  CheckHostIP no",
    "  ForwardAgent no",
    "  ForwardX11 no",
    "  RequestTTY no",
    `  ConnectTimeout ${String(connectSec)}`,
    `  ServerAliveInterval ${String(aliveIntervalSec)}`,
    `  ServerAliveCountMax ${String(aliveCount)}`,
    "  LogLevel ERROR",
  ];
}

/** The known_hosts that belongs to it: each machine's pinned key under its name. */
export function renderKnownHosts(machines: readonly Machine[]): string {
  return machines.map(({ name, hostKey }) => `${name} ${hostKey}\n`).join("");
}

/** The part of this process's environment that ssh gets: no passphrase of Pulumi's, no key of a cloud's. An agent may hold the key. */
const passed = ["PATH", "HOME", "USER", "LOGNAME", "LANG", "TMPDIR", "SSH_AUTH_SOCK"] as const;

export function sshEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    passed.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
