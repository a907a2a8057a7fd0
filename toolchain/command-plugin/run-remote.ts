/** Runs a command on another host by ssh. */
import type { Client, ClientChannel } from "ssh2";
import { connect, type Connection } from "./connection.ts";
import type { Log } from "./engine-log.ts";
import { failure } from "./failure.ts";
import { Output } from "./output.ts";
import { previousOutput, type RunOutputs } from "./run-local.ts";
import { setEnvironment } from "./ssh-environment.ts";
import type { Properties } from "./values.ts";

/** What a run needs besides the command; plain values. */
export interface RemoteInputs {
  readonly connection: Connection;
  readonly environment?: Record<string, string>;
  readonly stdin?: string;
  readonly logging?: string;
  readonly addPreviousOutputInEnv?: boolean;
}

/**
 * Runs `command` to its end. Fails, with the command's output in the message, when it does not end with status 0, and when
 * the host does not accept a variable; of the previous output's variables that is only a warning.
 */
export async function runRemote(
  command: string,
  shown: string,
  inputs: RemoteInputs,
  previous: Properties,
  log: Log,
  signal: AbortSignal,
): Promise<RunOutputs> {
  const session = await connect(inputs.connection, log, signal);
  try {
    const output = new Output(inputs.logging, log.status);
    const refused = new Set<string>();
    const before = previousOutput(inputs, previous);
    const variables = { ...inputs.environment, ...before };
    const channel = await execute(session.client, command, variables, refused);
    const outcome = follow(channel, output, inputs.stdin, signal);
    for (const name of refused) {
      log.message(name in before && !(name in (inputs.environment ?? {})) ? "warning" : "error", notAccepted(name));
    }
    const failed = [...refused].find((name) => name in (inputs.environment ?? {}));
    if (failed !== undefined) {
      channel.close();
      throw new Error(`could not set environment variable ${JSON.stringify(failed)}: the host does not accept it`);
    }
    const ended = await outcome;
    output.end();
    await log.flush();
    if (ended !== undefined) throw await failure(ended, `${shown} on ${inputs.connection.host}`, output, log);
    return { stdout: output.text("stdout"), stderr: output.text("stderr") };
  } finally {
    session.close();
  }
}

function notAccepted(name: string): string {
  return (
    `Unable to set '${name}'. The ssh server sets only variables that its AcceptEnv names; ` +
    "or put the assignment in front of the command: 'VAR=value command'."
  );
}

function execute(
  client: Client,
  command: string,
  variables: Record<string, string>,
  refused: Set<string>,
): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    setEnvironment(client, (name) => refused.add(name));
    client.exec(command, { env: variables }, (error, channel) => {
      if (error === undefined) resolve(channel);
      else reject(error);
    });
  });
}

/** Resolves with what went wrong, or undefined. When cancelled, the command is signalled and its channel closed. */
function follow(
  channel: ClientChannel,
  output: Output,
  stdin: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const stop = (): void => {
      // Servers deliver signals to the commands of ordinary users. One of root's learns of it by its closed streams.
      channel.signal("TERM");
      channel.close();
      resolve("cancelled");
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    channel.on("data", (chunk: Buffer) => {
      output.add("stdout", chunk);
    });
    channel.stderr.on("data", (chunk: Buffer) => {
      output.add("stderr", chunk);
    });
    channel.on("error", () => undefined);
    let ended: { status: number | null; name?: string } | undefined;
    channel.once("exit", (status: number | null, name?: string) => {
      ended = { status, ...(name === undefined ? {} : { name }) };
    });
    channel.once("close", () => {
      signal.removeEventListener("abort", stop);
      if (ended?.status === 0) resolve(undefined);
      else if (ended === undefined) resolve("the connection ended before the command did");
      else if (ended.status === null)
        resolve(`Process exited from signal ${(ended.name ?? "unknown").replace(/^SIG/, "")}`);
      else resolve(`Process exited with status ${ended.status}`);
    });
    channel.end(stdin ?? "");
  });
}
