/** Connects to a host by ssh, through a proxy if there is one, trying again while the host is not up yet. */
import { setTimeout as delay } from "node:timers/promises";
import ssh2, { type Client, type ConnectConfig, type ParsedKey } from "ssh2";
import { messageOf } from "../../base/errors.ts";
import type { Log } from "./engine-log.ts";

/** A connection as the resource has it, defaults filled in; plain values. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly privateKey?: string;
  readonly privateKeyPassword?: string;
  readonly agentSocketPath?: string;
  /** Failed attempts before giving up; -1 never gives up. */
  readonly dialErrorLimit: number;
  /** Seconds an attempt may take; 0 sets no limit. */
  readonly perDialTimeout: number;
  /** The key the host must show, as a line of authorized_keys; absent accepts any. */
  readonly hostKey?: string;
}

export interface Connection extends Endpoint {
  readonly proxy?: Endpoint;
}

/** Failed attempts after which a machine counts as gone where something is deleted on it. */
const deletionLimit = 1;

/**
 * The connection of a deletion. What is deleted was there, so that nothing is being started that must be waited for: a machine that is gone
 * would keep each of its steps waiting for minutes. Here alone the released plugin goes on as long as the connection says.
 */
export function forDeletion(connection: Connection): Connection {
  const impatient = <End extends Endpoint>(end: End): End => ({
    ...end,
    dialErrorLimit: end.dialErrorLimit < 0 ? deletionLimit : Math.min(end.dialErrorLimit, deletionLimit),
  });
  const { proxy } = connection;
  return { ...impatient(connection), ...(proxy === undefined ? {} : { proxy: impatient(proxy) }) };
}

/** A failure that no further attempt can change. */
class FinalError extends Error {}

/** Delays between attempts: Pulumi's own (sdk/go/common/util/retry): 100 ms, half as much again each time, at most 5 s. */
export function retryDelayMs(attempt: number): number {
  return Math.min(100 * 1.5 ** attempt, 5000);
}

/** An open connection with what has to be closed with it. */
export interface Session {
  readonly client: Client;
  readonly close: () => void;
}

/** Connects; the caller closes. Reports failed attempts as status messages. */
export async function connect(connection: Connection, log: Log, signal: AbortSignal): Promise<Session> {
  const { proxy } = connection;
  if (proxy === undefined) {
    const client = await attempts(connection, "Dial", log, signal, () => dial(connection, {}, signal));
    return { client, close: () => client.end() };
  }
  try {
    const outer = await attempts(proxy, "Dial proxy", log, signal, () => dial(proxy, {}, signal));
    try {
      const client = await attempts(connection, "Dial from proxy", log, signal, async () => {
        const sock = await forward(outer, connection);
        return dial(connection, { sock }, signal);
      });
      const close = (): void => {
        client.end();
        outer.end();
      };
      return { client, close };
    } catch (error) {
      outer.end();
      throw error;
    }
  } catch (error) {
    throw new Error(`proxy: ${messageOf(error)}`, { cause: error });
  }
}

async function attempts<T>(
  endpoint: Endpoint,
  what: string,
  log: Log,
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T> {
  const limit = endpoint.dialErrorLimit;
  for (let failed = 0; ; failed += 1) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted || error instanceof FinalError) throw error;
      if (limit !== -1 && failed >= limit) {
        throw new Error(`after ${failed} failed attempts: ${messageOf(error)}`, { cause: error });
      }
      log.status(`${what} ${failed + 1}/${limit === -1 ? "inf" : limit} failed: retrying`);
      await delay(retryDelayMs(failed), undefined, { signal });
    }
  }
}

function forward(proxy: Client, target: Endpoint): Promise<NonNullable<ConnectConfig["sock"]>> {
  return new Promise((resolve, reject) => {
    proxy.forwardOut("127.0.0.1", 0, target.host, target.port, (error, channel) => {
      if (error === undefined) resolve(channel);
      else reject(error);
    });
  });
}

function dial(endpoint: Endpoint, through: Pick<ConnectConfig, "sock">, signal: AbortSignal): Promise<Client> {
  const client = new ssh2.Client();
  return new Promise<Client>((resolve, reject) => {
    let refusal: FinalError | undefined;
    const settle = (act: () => void): void => {
      signal.removeEventListener("abort", abort);
      act();
    };
    const abort = (): void => {
      client.destroy();
      settle(() => {
        reject(new Error("cancelled"));
      });
    };
    signal.addEventListener("abort", abort, { once: true });
    client.once("ready", () => {
      settle(() => {
        resolve(client);
      });
    });
    client.on("error", (error) => {
      settle(() => {
        reject(refusal ?? error);
      });
    });
    client.once("close", () => {
      settle(() => {
        reject(refusal ?? new Error("the connection was closed"));
      });
    });
    if (endpoint.password !== undefined) answerQuestions(client, endpoint.password);
    try {
      client.connect({
        ...connectConfig(endpoint, (text) => {
          refusal = new FinalError(text);
        }),
        ...through,
      });
    } catch (error) {
      // A key that cannot be read: no attempt can succeed.
      settle(() => {
        reject(new FinalError(messageOf(error)));
      });
    }
  });
}

function answerQuestions(client: Client, password: string): void {
  client.on("keyboard-interactive", (_name, _instructions, _language, prompts, finish) => {
    finish(prompts.map(() => password));
  });
}

/** Configuration of one attempt. `refuse` learns why the host's key is not the expected one. */
export function connectConfig(endpoint: Endpoint, refuse: (why: string) => void): ConnectConfig {
  const { privateKey, privateKeyPassword, password, hostKey } = endpoint;
  const agent = endpoint.agentSocketPath ?? process.env["SSH_AUTH_SOCK"];
  const hasAgent = agent !== undefined && agent !== "";
  const methods = [
    ...(privateKey === undefined ? [] : (["publickey"] as const)),
    ...(password === undefined ? [] : (["password", "keyboard-interactive"] as const)),
    ...(hasAgent ? (["agent"] as const) : []),
  ];
  return {
    host: endpoint.host,
    port: endpoint.port,
    username: endpoint.user,
    readyTimeout: endpoint.perDialTimeout * 1000,
    // The client notices after five minutes that a host is gone without a word; it does not take a busy host for gone.
    keepaliveInterval: 30_000,
    keepaliveCountMax: 10,
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(privateKeyPassword === undefined ? {} : { passphrase: privateKeyPassword }),
    ...(password === undefined ? {} : { password, tryKeyboard: true }),
    ...(hasAgent ? { agent } : {}),
    authHandler: ["none", ...methods],
    ...(hostKey === undefined ? {} : hostKeyCheck(hostKey, refuse)),
  };
}

/** Accepts the one expected key, and asks the host for a key of its type. */
function hostKeyCheck(line: string, refuse: (why: string) => void): Partial<ConnectConfig> {
  const expected: ParsedKey | ParsedKey[] | Error = ssh2.utils.parseKey(line);
  if (expected instanceof Error) throw new FinalError(`hostKey cannot be read: ${expected.message}`);
  const [key] = [expected].flat();
  if (key === undefined) throw new FinalError("hostKey holds no key");
  const algorithms = key.type === "ssh-rsa" ? ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"] : [key.type];
  return {
    algorithms: { serverHostKey: algorithms as ("ssh-ed25519" | "ssh-rsa")[] },
    hostVerifier: (shown: Buffer) => {
      const same = shown.equals(key.getPublicSSH());
      if (!same) refuse("ssh: host key mismatch");
      return same;
    },
  };
}
