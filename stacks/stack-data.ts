/**
 * One stack's data: the committed `stacks/<stack>.yaml` with the user's own `crossbed:*` configuration laid over it.
 * What it holds is for the stack's schema to say; here only files and keys are known.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { CrossbedError, messageOf } from "../base/errors.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * Configuration by full key (`crossbed:benchmarks`). Text that is JSON counts as what it says, as Pulumi stores numbers
 * and objects so. In a program: `pulumi.runtime.allConfig()`; outside: `readLocalConfig`.
 */
export type StackConfig = Data;

const namespace = "crossbed:";
const stacksDirectory = fileURLToPath(new URL(".", import.meta.url));

/**
 * Reads a stack's data. Mappings are merged key by key; a list or a scalar of the configuration takes the file's place.
 *
 * Errors: `invalid_input` when the stack has no file, or the file or a key is not what it should be; each names file or key.
 */
export function readStackData(stack: string, config: StackConfig, directory = stacksDirectory): unknown {
  const file = `${stack}.yaml`;
  const base = readMapping(`${directory}/${file}`, `stacks/${file}`);
  if (base === undefined) {
    throw new CrossbedError("invalid_input", `there is no stack called ${stack}.`, {
      where: `stacks/${file}`,
      hint: "Take the name of a file in stacks/, without .yaml.",
    });
  }
  const overrides = Object.entries(config)
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]) => [key.slice(namespace.length), decoded(value)] as const);
  for (const [key, value] of overrides) {
    if (isMapping(base[key]) && !isMapping(value)) {
      throw new CrossbedError("invalid_input", `is ${JSON.stringify(value)}, but a mapping stands there.`, {
        where: `${namespace}${key} over stacks/${file}`,
        hint: `Set one of its fields: pulumi config set --path '${namespace}${key}.<field>' <value>.`,
      });
    }
  }
  return merged(base, Object.fromEntries(overrides));
}

/** The `crossbed:*` keys of this clone's `stacks/Pulumi.<stack>.yaml`; none when there is no such file. */
export function readLocalConfig(stack: string, directory = stacksDirectory): StackConfig {
  const file = `Pulumi.${stack}.yaml`;
  const config = readMapping(`${directory}/${file}`, `stacks/${file}`)?.["config"];
  return isMapping(config) ? config : {};
}

function readMapping(path: string, where: string): Data | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw cause;
  }
  let data: unknown;
  try {
    data = parse(text) ?? {};
  } catch (cause) {
    const reason = messageOf(cause).split("\n")[0];
    throw new CrossbedError("invalid_input", `is not YAML: ${reason ?? ""}`, {
      where,
      hint: "Correct that line.",
      cause,
    });
  }
  if (isMapping(data)) return data;
  throw new CrossbedError("invalid_input", "must be a mapping of names to values.", { where });
}

function decoded(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function isMapping(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merged(base: Data, over: Data): Data {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = base[key];
    return [key, isMapping(below) && isMapping(value) ? merged(below, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(entries) };
}
