/**
 * One stack's data: the committed `stacks/<stack>.yaml` with the user's own `crossbed:*` configuration over it. This file knows only
 * files and keys; the stack's schema says what the data may be.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CrossbedError } from "../base/errors.ts";
import { isRecord, jsonOrNothing } from "../base/json.ts";
import { nameSchema } from "../base/name-spec.ts";
import { isSecret, shown } from "../base/shown.ts";
import { readYamlFile } from "../base/yaml-file.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * Configuration by full key (`crossbed:benchmarks`). Text that is JSON counts as the value that it represents, because Pulumi stores
 * numbers and objects in this way. In a program: `pulumi.runtime.allConfig()`; outside: `readLocalConfig`.
 */
export type StackConfig = Data;

const namespace = "crossbed:";
/** How many levels of configuration this file reads. */
const deepest = 32;
const stacksDirectory = fileURLToPath(new URL(".", import.meta.url));

/**
 * Reads a stack's data. Mappings are merged key by key; a list or a scalar of the configuration takes the file's place. A file that
 * `extends` another stack lies over that one's in the same way.
 *
 * Errors: `invalid_input` when the stack has no file, or the file or a key is not what it should be; each names file or key.
 */
export function readStackData(stack: string, config: StackConfig, directory = stacksDirectory): unknown {
  const file = `${stack}.yaml`;
  const base = readExtended(stack, directory);
  const overrides = Object.entries(config)
    .filter(([key]) => key.startsWith(namespace))
    .map(([key, value]) => [key.slice(namespace.length), override(key, value, `stacks/${file}`)] as const);
  for (const [key, value] of overrides) {
    if (isRecord(base[key]) && !isRecord(value)) {
      throw new CrossbedError("invalid_input", `is ${shown(value)}, but a mapping stands there.`, {
        where: `${namespace}${key} over stacks/${file}`,
        hint: `Set one of its fields: pulumi config set --path '${namespace}${key}.<field>' <value>.`,
      });
    }
  }
  return merged(base, Object.fromEntries(overrides));
}

/** A stack's file over the file that it extends; that one extends none, so that nobody has to look in a third. */
function readExtended(stack: string, directory: string): Data {
  const { extends: below, ...own } = readStackFile(stack, directory);
  if (below === undefined) return own;
  const named = nameSchema.safeParse(below).data;
  const found = named === undefined ? undefined : readStackFile(named, directory, `stacks/${stack}.yaml: extends`);
  if (found !== undefined && !("extends" in found)) return merged(found, own);
  throw new CrossbedError(
    "invalid_input",
    `is ${shown(below)}; it must be the name of a stack that extends no other.`,
    {
      where: `stacks/${stack}.yaml: extends`,
      hint: "Name the stack whose data this one takes over.",
    },
  );
}

/** `where`: what named the stack, for the error. */
function readStackFile(stack: string, directory: string, where = `stacks/${stack}.yaml`): Data {
  const file = `${stack}.yaml`;
  const data = readMapping(`${directory}/${file}`, `stacks/${file}`);
  if (data !== undefined) return data;
  throw new CrossbedError("invalid_input", `there is no stack called ${stack}.`, {
    where,
    hint: "Take the name of a file in stacks/, without .yaml.",
  });
}

/** The `crossbed:*` keys of this clone's `stacks/Pulumi.<stack>.yaml`; none when there is no such file. */
export function readLocalConfig(stack: string, directory = stacksDirectory): StackConfig {
  const file = `Pulumi.${stack}.yaml`;
  const config = readMapping(`${directory}/${file}`, `stacks/${file}`)?.["config"];
  return isRecord(config) ? config : {};
}

/** Names the variable by which whoever starts one update lays settings over the stack's `benchmarks`, as JSON. */
export const benchmarksVariable = "CROSSBED_BENCHMARKS";

/**
 * A stack's data with other settings of `benchmarks`: for one update alone, nothing of it is kept.
 * @throws CrossbedError `invalid_input` when the text is no JSON object.
 */
export function withBenchmarks(data: unknown, text: string | undefined): unknown {
  if (text === undefined || !isRecord(data)) return data;
  const benchmarks = jsonOrNothing(text);
  if (isRecord(benchmarks)) return merged(data, { benchmarks });
  throw new CrossbedError("invalid_input", `is ${shown(text)}; it must be a JSON object.`, {
    where: benchmarksVariable,
    hint: `Write it like {"repetitions": 1}.`,
  });
}

function readMapping(path: string, where: string): Data | undefined {
  if (!existsSync(path)) return undefined;
  const data = readYamlFile(path, where) ?? {};
  if (isRecord(data)) return data;
  throw new CrossbedError("invalid_input", `is ${shown(data)}; it must be a mapping of names to values.`, {
    where,
    hint: "Begin each line with a name and a colon.",
  });
}

/** A key's value, once the key is known to be readable. */
function override(key: string, value: unknown, where: string): unknown {
  const refusal = (message: string, hint: string): CrossbedError =>
    new CrossbedError("invalid_input", message, { where: `${key} over ${where}`, hint });
  if (/[.[\]]/.test(key)) {
    throw refusal(
      `is ${shown(value)}, set under a key with a dot or bracket in it; a key must be one name, and paths need --path.`,
      `Remove it with pulumi config rm '${key}', and set it with pulumi config set --path '${key}' <value>.`,
    );
  }
  const data = decoded(value);
  if (hasSecret(data)) {
    throw refusal(
      "holds a secret ({secure: …}); it must be plain text, as nothing in a stack's data is secret.",
      "Set it again with --plaintext instead of --secret.",
    );
  }
  return data;
}

/** Turns text that is JSON into the value that it represents; at deeper levels only numbers, because `--path` stores decimals as text. */
function decoded(value: unknown): unknown {
  if (typeof value !== "string") return withNumbers(value);
  try {
    return withNumbers(JSON.parse(value));
  } catch {
    return value;
  }
}

function withNumbers(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return /^-?\d+(?:\.\d+|(?:\.\d+)?e[+-]?\d+)$/i.test(value) ? Number(value) : value;
  // Deeper than any schema reaches: the schema refuses it.
  if (depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item) => withNumbers(item, depth + 1));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withNumbers(item, depth + 1)]));
}

function hasSecret(value: unknown, depth = 0): boolean {
  if (typeof value !== "object" || value === null || depth > deepest) return false;
  return isSecret(value) || Object.values(value).some((item) => hasSecret(item, depth + 1));
}

function merged(base: Data, over: Data): Data {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = base[key];
    return [key, isRecord(below) && isRecord(value) ? merged(below, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(entries) };
}
