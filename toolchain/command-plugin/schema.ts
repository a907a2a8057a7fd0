/** The inputs of each resource, their defaults, and what is checked before anything runs. */
import {
  asSecret,
  hasUnknown,
  isObject,
  isSecret,
  plain,
  readSource,
  unknown,
  type Properties,
  type Value,
} from "./values.ts";

type Kind = "string" | "boolean" | "strings" | "texts" | "array" | "connection" | "source";

/** Inputs of the released plugin's resources: name, kind, whether required. */
const lifecycle = { create: "string", update: "string", delete: "string", triggers: "array" } as const;
const execution = {
  stdin: "string",
  logging: "string",
  environment: "texts",
  addPreviousOutputInEnv: "boolean",
} as const;
const localExecution = {
  ...execution,
  dir: "string",
  interpreter: "strings",
  assetPaths: "strings",
  archivePaths: "strings",
} as const;

export const inputs: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  "command:local:Command": { ...lifecycle, ...localExecution },
  "command:remote:Command": { ...lifecycle, ...execution, connection: "connection" },
  "command:remote:CopyToRemote": {
    connection: "connection",
    source: "source",
    remotePath: "string",
    triggers: "array",
  },
  "command:local:run": { command: "string", ...localExecution },
};

const required = new Set(["connection", "source", "remotePath", "command"]);
const loggings = ["stdout", "stderr", "stdoutAndStderr", "none"];

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** Inputs with defaults filled in and the connection made secret, and everything that is wrong with them. */
export function checkInputs(type: string, news: Properties): Checked {
  const fields = inputs[type];
  if (fields === undefined)
    return { inputs: news, failures: [{ property: "", reason: `unknown resource type ${type}` }] };
  const checked: Properties = { ...news };
  if ("addPreviousOutputInEnv" in fields) checked["addPreviousOutputInEnv"] ??= true;
  if ("connection" in fields) checked["connection"] = asSecret(withConnectionDefaults(news["connection"]));
  const failures = Object.entries(fields).flatMap(([property, kind]) => {
    const reason = whyNot(kind, plain(news[property]), required.has(property));
    return reason === undefined ? [] : [{ property, reason }];
  });
  const logging = plain(news["logging"]);
  if (typeof logging === "string" && logging !== unknown && !loggings.includes(logging)) {
    failures.push({ property: "logging", reason: `must be one of ${loggings.join(", ")}, not ${logging}` });
  }
  return { inputs: checked, failures };
}

function whyNot(kind: Kind, value: Value | undefined, isRequired: boolean): string | undefined {
  if (value === undefined || value === null) return isRequired ? "missing required property" : undefined;
  if (value === unknown) return undefined;
  const known = (items: Value[]): Value[] => items.filter((item) => !hasUnknown(item));
  switch (kind) {
    case "string":
      return typeof value === "string" ? undefined : "must be a string";
    case "boolean":
      return typeof value === "boolean" ? undefined : "must be true or false";
    case "array":
      return Array.isArray(value) ? undefined : "must be a list";
    case "strings":
      return Array.isArray(value) && known(value).every((item) => typeof item === "string")
        ? undefined
        : "must be a list of strings";
    case "texts":
      return isObject(value) && known(Object.values(value) as Value[]).every((item) => typeof item === "string")
        ? undefined
        : "must map names to strings";
    case "connection":
      return isObject(value) && typeof value["host"] === "string" ? undefined : "must name a host";
    case "source":
      return whyNotSource(value);
  }
}

function whyNotSource(value: Value): string | undefined {
  if (hasUnknown(value)) return undefined;
  const source = readSource(value);
  if (source === undefined) return "either asset or archive must be set";
  if (source.kind === "archive") {
    return source.path === undefined ? "archive must be a path to a file or directory" : undefined;
  }
  return source.path === undefined && source.text === undefined
    ? "asset must be a path-based file asset or a text asset"
    : undefined;
}

const connectionDefaults = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };

function withConnectionDefaults(value: Value | undefined): Value | undefined {
  if (isSecret(value)) return withConnectionDefaults((value as Properties)["value"]);
  if (!isObject(value)) return value;
  const proxy = value["proxy"];
  return {
    ...connectionDefaults,
    ...value,
    ...(proxy === undefined ? {} : { proxy: withConnectionDefaults(proxy) }),
  };
}
