/** What happens to each resource: create, update, delete, and the function `command:local:run`. */
import { randomBytes } from "node:crypto";
import { copyToRemote } from "./copy.ts";
import { forDeletion, type Connection } from "./connection.ts";
import type { Log } from "./engine-log.ts";
import { inBrief } from "./failure.ts";
import { runLocal, type LocalInputs } from "./run-local.ts";
import { runRemote, type RemoteInputs } from "./run-remote.ts";
import { inputs } from "./schema.ts";
import { hasUnknown, isSame, isSecret, plain, readSource, unknown, type Properties, type Value } from "./values.ts";

/** One operation on one resource. */
export interface Operation {
  readonly type: string;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Outputs that an update computes; everything else in a resource's state is its input. */
const computed = ["stdout", "stderr", "assets", "archive"];

/** Names of the inputs that differ. */
export function changedInputs(type: string, olds: Properties, news: Properties): string[] {
  return Object.keys(inputs[type] ?? {}).filter((name) => !isSame(olds[name], news[name]));
}

/** The name followed by eight random digits; a copied file has no name of its own. */
export function newId(type: string, name: string): string {
  return `${type === "command:remote:CopyToRemote" ? "" : name}${randomBytes(4).toString("hex")}`;
}

/** State of a resource as far as it is known before anything has run. */
export function preview(type: string, news: Properties, olds?: Properties): Properties {
  if (type === "command:remote:CopyToRemote") return news;
  const names = olds === undefined ? ["stdout", "stderr"] : computed.filter((name) => olds[name] !== undefined);
  return { ...news, ...Object.fromEntries(names.map((name) => [name, unknown])) };
}

export async function create(operation: Operation, news: Properties): Promise<Properties> {
  if (operation.type === "command:remote:CopyToRemote") return copy(operation, news);
  return execute(operation, news, "create", {});
}

export async function update(operation: Operation, olds: Properties, news: Properties): Promise<Properties> {
  if (operation.type === "command:remote:CopyToRemote") {
    const [before, after] = [readSource(olds["source"]), readSource(news["source"])];
    const same = before?.hash === after?.hash && isSame(olds["remotePath"], news["remotePath"]);
    return same ? news : copy(operation, news);
  }
  const previous = Object.fromEntries(computed.map((name) => [name, olds[name]]));
  // Without an update command the create command runs again.
  return execute(operation, news, hasCommand(news["update"]) ? "update" : "create", previous);
}

export async function remove(operation: Operation, olds: Properties): Promise<void> {
  if (hasCommand(olds["delete"])) await execute(operation, olds, "delete", olds);
}

/** `command:local:run`: the arguments with the command's output. */
export async function runFunction(operation: Operation, args: Properties): Promise<Properties> {
  return execute(operation, args, "command", {});
}

function hasCommand(value: Value | undefined): boolean {
  return value !== undefined && value !== null;
}

async function execute(
  { type, log, signal }: Operation,
  state: Properties,
  which: "create" | "update" | "delete" | "command",
  previous: Properties,
): Promise<Properties> {
  const command = plain(state[which]);
  if (typeof command !== "string") return { stdout: "", stderr: "", ...previous, ...state };
  refuseUnknown(type, state);
  const shown = inBrief(isSecret(state[which]) ? "[secret]" : command);
  const before = plain(previous) as Properties;
  const remote = (): RemoteInputs => {
    const given = plain(state) as unknown as RemoteInputs;
    return which === "delete" ? { ...given, connection: forDeletion(given.connection) } : given;
  };
  const outputs =
    type === "command:remote:Command"
      ? await runRemote(command, shown, remote(), before, log, signal)
      : await runLocal(command, shown, plain(state) as unknown as LocalInputs, before, log, signal);
  return { ...previous, ...state, ...outputs };
}

async function copy({ type, log, signal }: Operation, news: Properties): Promise<Properties> {
  refuseUnknown(type, news);
  const source = readSource(news["source"]);
  if (source === undefined) throw new Error("either asset or archive must be set");
  const connection = plain(news["connection"]) as unknown as Connection;
  await copyToRemote(source, plain(news["remotePath"]) as string, connection, log, signal);
  return news;
}

function refuseUnknown(type: string, state: Properties): void {
  const names = Object.keys(inputs[type] ?? {}).filter((name) => hasUnknown(state[name]));
  if (names.length > 0) throw new Error(`not known yet: ${names.join(", ")}`);
}
