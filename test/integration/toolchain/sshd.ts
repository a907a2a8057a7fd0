/** A real ssh server on loopback, with its own port, keys and configuration; ended by its process. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { execa } from "execa";

export interface SshServer {
  readonly port: number;
  readonly user: string;
  /** A key the server accepts. */
  readonly privateKey: string;
  /** The same key, encrypted with the passphrase `words`. */
  readonly encryptedKey: string;
  /** The server's own key, as a line of authorized_keys. */
  readonly hostKey: string;
  /** A socket of an agent that holds the accepted key. */
  readonly agentSocket: string;
  /** A directory for the test's files. */
  readonly directory: string;
  readonly stop: () => Promise<void>;
}

const sshdPath = "/usr/sbin/sshd";

/** Why there can be no server here; undefined where there can. */
export function whyNoSshd(): string | undefined {
  return existsSync(sshdPath) ? undefined : "openssh-server is not installed (npx crossbed setup --for test)";
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function generateKey(path: string, passphrase = ""): Promise<string> {
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", passphrase, "-f", path]);
  return readFileSync(path, "utf8");
}

export async function startSshd(): Promise<SshServer> {
  const directory = mkdtempSync(join(tmpdir(), "crossbed-sshd-"));
  const file = (name: string): string => join(directory, name);
  const privateKey = await generateKey(file("client"));
  await generateKey(file("host"));
  writeFileSync(file("encrypted"), privateKey, { mode: 0o600 });
  await execa("ssh-keygen", ["-q", "-p", "-P", "", "-N", "words", "-f", file("encrypted")]);
  writeFileSync(file("authorized"), readFileSync(file("client.pub")), { mode: 0o600 });
  const port = await freePort();
  writeFileSync(
    file("config"),
    [
      `ListenAddress 127.0.0.1:${port}`,
      `HostKey ${file("host")}`,
      `AuthorizedKeysFile ${file("authorized")}`,
      "PidFile none",
      "StrictModes no",
      "UsePAM no",
      "PasswordAuthentication no",
      "PermitRootLogin yes",
      "AcceptEnv ACCEPTED PULUMI_COMMAND_STDOUT",
      "Subsystem sftp internal-sftp",
      "MaxStartups 100",
      "MaxSessions 100",
      "",
    ].join("\n"),
  );
  // Debian's sshd wants its privilege separation directory, which only its service makes.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true });
  const server = spawn(sshdPath, ["-D", "-e", "-f", file("config")], { stdio: ["ignore", "ignore", "pipe"] });
  const log: string[] = [];
  const listening = new Promise<void>((resolve, reject) => {
    createInterface({ input: server.stderr }).on("line", (line) => {
      log.push(line);
      if (line.includes("Server listening")) resolve();
    });
    server.once("exit", () => {
      reject(new Error(`sshd ended:\n${log.join("\n")}`));
    });
  });
  await listening;
  const agentSocket = file("agent");
  const agent = spawn("ssh-agent", ["-D", "-a", agentSocket], { stdio: ["ignore", "pipe", "ignore"] });
  await once(agent.stdout, "data");
  await execa("ssh-add", ["-q", file("client")], { env: { SSH_AUTH_SOCK: agentSocket } });
  return {
    port,
    user: userInfo().username,
    privateKey,
    encryptedKey: readFileSync(file("encrypted"), "utf8"),
    hostKey: readFileSync(file("host.pub"), "utf8"),
    agentSocket,
    directory,
    stop: async () => {
      for (const child of [server, agent]) {
        if (child.exitCode !== null) continue;
        const gone = once(child, "exit");
        child.kill("SIGTERM");
        await gone;
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
