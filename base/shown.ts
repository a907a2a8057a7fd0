/** A value of a user's document in an error: short, on one line, and never what a secret holds. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "missing";
    case "string":
      return JSON.stringify(value.length <= 80 ? value : `${value.slice(0, 60)}… (${String(value.length)} characters)`);
    case "number":
      return `the number ${String(value)}`;
    case "object":
      if (value === null) return "empty (null)";
      if (Array.isArray(value)) return `a list of ${String(value.length)}`;
      return isSecret(value) ? "a secret, which cannot stand here" : mappingText(Object.keys(value));
    default:
      return String(value);
  }
}

/** Whether this is how Pulumi's configuration files hold a value that was set with `--secret`. */
export function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "secure";
}

function mappingText(keys: readonly string[]): string {
  return keys.length === 0
    ? "an empty mapping"
    : `a mapping of ${keys
        .slice(0, 3)
        .map((key) => key.slice(0, 20))
        .join(", ")}${keys.length > 3 ? ", …" : ""}`;
}
