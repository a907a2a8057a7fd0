/** The environment in which plain `pulumi` commands work on this project. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { stateDirectory } from "../base/project.ts";
import { nonEmpty, pulumiHome } from "./paths.ts";

/** File that holds the generated passphrase of the default backend's secrets. */
export function passphraseFile(project: string): string {
  return join(stateDirectory(project), "passphrase");
}

/** Directory of the default backend's state. */
export function stateBackend(project: string): string {
  return join(stateDirectory(project), "state");
}

/**
 * Address of the default backend. Without metadata: each blob would have a second file that is not replaced in one step, and a
 * Pulumi that is killed meanwhile would leave a state that none can read (source: gocloud.dev/blob/fileblob, URL parameters).
 */
export function stateUrl(project: string): string {
  return `file://${stateBackend(project)}?metadata=skip`;
}

/**
 * Variables to add to `env`, and only those: they never override what the user has set, or the backend that the user chose by
 * `pulumi login`.
 */
export function pulumiEnvironment(project: string, env: NodeJS.ProcessEnv): Record<string, string> {
  const wanted: Record<string, string> = {};
  const offer = (name: string, value: string): void => {
    if (nonEmpty(env[name]) === undefined) wanted[name] = value;
  };
  offer("PULUMI_HOME", pulumiHome(project, env));
  offer("PULUMI_SKIP_UPDATE_CHECK", "true");
  offer("PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION", "true");
  const usersLogin = loginFile(project, env);
  if (usersLogin === undefined) {
    if (!hasBackend(env)) offer("PULUMI_BACKEND_URL", stateUrl(project));
  } else {
    offer("PULUMI_CREDENTIALS_PATH", usersLogin);
  }
  if (
    nonEmpty(env["PULUMI_CONFIG_PASSPHRASE"]) === undefined &&
    nonEmpty(env["PULUMI_CONFIG_PASSPHRASE_FILE"]) === undefined
  ) {
    offer("PULUMI_CONFIG_PASSPHRASE_FILE", passphraseFile(project));
  }
  return wanted;
}

/** True when state goes to the default backend in the project's directory. */
export function usesDefaultBackend(project: string, env: NodeJS.ProcessEnv): boolean {
  const url = pulumiEnvironment(project, env)["PULUMI_BACKEND_URL"] ?? env["PULUMI_BACKEND_URL"];
  return url === stateUrl(project);
}

function hasBackend(env: NodeJS.ProcessEnv): boolean {
  return ["PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN"].some((name) => nonEmpty(env[name]) !== undefined);
}

/** Directory of the credentials that `pulumi login` wrote, when they name a current backend and no variable does. */
function loginFile(project: string, env: NodeJS.ProcessEnv): string | undefined {
  if (nonEmpty(env["PULUMI_BACKEND_URL"]) !== undefined) return undefined;
  const candidates = [
    nonEmpty(env["PULUMI_CREDENTIALS_PATH"]),
    pulumiHome(project, env),
    join(nonEmpty(env["HOME"]) ?? homedir(), ".pulumi"),
  ];
  return candidates.find((directory) => directory !== undefined && currentLogin(directory) !== undefined);
}

function currentLogin(directory: string): string | undefined {
  const file = join(directory, "credentials.json");
  if (!existsSync(file)) return undefined;
  try {
    const { current } = JSON.parse(readFileSync(file, "utf8")) as { current?: unknown };
    return typeof current === "string" && current !== "" ? current : undefined;
  } catch {
    return undefined;
  }
}
