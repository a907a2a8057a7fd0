/** Asks machines that no inventory names yet what an inventory would say of them: host key, facts, cards, disks. Changes nothing. */
import { readFileSync } from "node:fs";
import { execa } from "execa";
import { CrossbedError } from "../../base/errors.ts";
import { sshPort } from "../../base/ports.ts";
import { parseHostFacts } from "../../rack/facts.ts";
import { factsScript } from "../../rack/facts-script.ts";
import { Remote } from "../../rack/remote.ts";
import { commandText, scriptInput } from "../../rack/script.ts";
import { sshEnvironment, type Machine } from "../../rack/ssh-config.ts";
import { lookAnswerMs, lookConnectSec } from "../../rack/timeouts.ts";
import { parseFound, type Found } from "./found.ts";

/** Where ssh reaches a machine. */
export interface Endpoint {
  /** IPv4. */
  readonly address: string;
  readonly port: number;
}

export interface FoundMachine {
  readonly endpoint: Endpoint;
  /** OpenSSH public key that the machine showed. Nobody has compared it with the machine's own yet. */
  readonly hostKey: string;
  /** Its own host name. */
  readonly name: string;
  readonly pcpus: number;
  readonly memoryMiB: number;
  readonly found: Found;
}

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

/** The script with what it shares with the step that chooses a boot entry. */
export const foundText = ["../../components/host/scripts/grub-menu.sh", "scripts/found.sh"].map(textOf).join("\n");

/**
 * Asks all machines at once, as root, with the given private key.
 * @throws CrossbedError that reports every machine which does not answer, together.
 */
export async function askMachines(endpoints: readonly Endpoint[], privateKeyFile: string): Promise<FoundMachine[]> {
  const asked = await Promise.allSettled(endpoints.map((endpoint) => askMachine(endpoint, privateKeyFile)));
  const errors = asked.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : []));
  const [first] = errors;
  if (first === undefined) return asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const code = first instanceof CrossbedError ? first.code : "unreachable";
  throw new CrossbedError(code, errors.map(({ message }) => message).join("\n"), { cause: first });
}

async function askMachine(endpoint: Endpoint, privateKeyFile: string): Promise<FoundMachine> {
  const name = shownEndpoint(endpoint);
  const hostKey = await shownHostKey(endpoint);
  // ssh's own name for the machine: it has no other yet.
  const machine: Machine = { name: "machine", user: "root", hostKey, ...endpoint };
  const remote = await Remote.open([machine], privateKeyFile, { connectSec: lookConnectSec, isShared: false });
  try {
    const [facts, found] = await Promise.all([
      remote.run(machine.name, "bash -s", factsScript, lookAnswerMs),
      remote.run(machine.name, commandText({ text: foundText }), scriptInput({}), lookAnswerMs),
    ]);
    const { name: hostName, pcpus, memoryMiB } = parseHostFacts(name, facts);
    return { endpoint, hostKey, name: hostName, pcpus, memoryMiB, found: parseFound(name, found) };
  } catch (thrown) {
    if (!(thrown instanceof CrossbedError)) throw thrown;
    throw new CrossbedError(thrown.code, thrown.message.replace(/^machine: /, ""), { where: name, cause: thrown });
  } finally {
    await remote.close();
  }
}

/** `192.0.2.11`, or `192.0.2.11:2222` where the port is not ssh's own. */
export function shownEndpoint({ address, port }: Endpoint): string {
  return port === sshPort ? address : `${address}:${String(port)}`;
}

/** The ed25519 host key that the machine shows to whoever asks. */
async function shownHostKey(endpoint: Endpoint): Promise<string> {
  const { stdout } = await execa(
    "ssh-keyscan",
    ["-T", String(lookConnectSec), "-t", "ed25519", "-p", String(endpoint.port), endpoint.address],
    { env: sshEnvironment(process.env), extendEnv: false, reject: false, timeout: lookAnswerMs },
  );
  const [key] = /ssh-ed25519 [A-Za-z0-9+/]+={0,3}/.exec(stdout) ?? [];
  if (key !== undefined) return key;
  throw new CrossbedError("unreachable", "shows no ed25519 host key.", {
    where: shownEndpoint(endpoint),
    hint: `Is the machine on, is sshd there, is the port right? ssh-keyscan -t ed25519 -p ${String(endpoint.port)} ${endpoint.address} asks again.`,
  });
}
