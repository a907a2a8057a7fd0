/**
 * Puts into words what a schema refuses: each problem says where it is, what was found, what is allowed and what to do. The schemas
 * are zod's; this file needs the shape of a failure alone.
 */
import { invalidInput, type Problem } from "./errors.ts";
import { closestTo } from "./closest.ts";
import { shown } from "./shown.ts";

/** One failure, finished or in the making, as far as it matters here. */
interface Issue {
  readonly code?: string | undefined;
  readonly path?: readonly PropertyKey[] | undefined;
  readonly message?: string | undefined;
  readonly input?: unknown;
  readonly expected?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly inclusive?: boolean;
  readonly origin?: string;
  readonly format?: string;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
  readonly options?: readonly unknown[];
  readonly errors?: readonly (readonly Issue[])[];
  readonly issues?: readonly Issue[];
  readonly inst?: unknown;
}

interface Schema<Output> {
  safeParse(
    data: unknown,
    options: { error: (issue: Issue) => string },
  ):
    | { readonly success: true; readonly data: Output }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

/** A document with more values, or nested more deeply, is none of ours, and checking it would take long. */
const mostValues = 20_000;
const deepest = 32;
/** Nobody reads more. */
const mostProblems = 20;

/**
 * The data as the schema gives it. A schema's own messages say what is allowed, from "must" on.
 * @throws CrossbedError `invalid_input` with the problems found, at most 20.
 */
export function checked<Output>(schema: Schema<Output>, document: string, data: unknown): Output {
  if (isTooLarge(data)) {
    const message = `has more than ${String(mostValues)} values, or more than ${String(deepest)} levels; remove what does not belong in it.`;
    throw invalidInput(document, [{ path: "(document)", message }]);
  }
  const result = schema.safeParse(data, { error: allowedBy });
  if (result.success) return result.data;
  throw invalidInput(document, limited(result.error.issues.flatMap((issue) => problemsOf(issue, data))));
}

function limited(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostProblems) return problems;
  return [
    ...problems.slice(0, mostProblems),
    { path: "(document)", message: "has more problems than these; correct them first." },
  ];
}

/** Counts a value again each time an alias names it, so that neither circles nor bombs of aliases get through. */
function isTooLarge(data: unknown): boolean {
  const open = [{ value: data, depth: 0 }];
  for (let seen = 1; ; seen += 1) {
    const next = open.pop();
    if (next === undefined) return false;
    if (seen > mostValues || next.depth > deepest) return true;
    if (typeof next.value !== "object" || next.value === null) continue;
    const inside: unknown[] = Object.values(next.value);
    if (inside.length > mostValues) return true;
    for (const value of inside) open.push({ value, depth: next.depth + 1 });
  }
}

function problemsOf(issue: Issue, data: unknown): Problem[] {
  const path = issue.path ?? [];
  const found = path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | null)?.[part], data);
  if (issue.code === "unrecognized_keys") {
    return (issue.keys ?? []).slice(0, mostProblems + 1).map((key) => ({
      path: pathText([...path, key]),
      message: `is ${shownAt(key, (found as Record<string, unknown>)[key])}, but there is no such key${suggestion(key, issue.message ?? "")}`,
    }));
  }
  const inner = closestBranch(issue);
  if (inner !== undefined)
    return inner.flatMap((one) => problemsOf({ ...one, path: [...path, ...(one.path ?? [])] }, data));
  const allowed = issue.message ?? "must be another value";
  // A check over several values at once brings a whole sentence of its own.
  if (!allowed.startsWith("must ")) return [{ path: pathText(path), message: `${allowed}.` }];
  const subject = issue.code === "invalid_key" ? "its name" : "it";
  return [
    {
      path: pathText(path),
      message: `is ${shownAt(path.at(-1), found)}; ${subject} ${allowed}${cureOf(found, allowed)}.`,
    },
  ];
}

/** A value as a problem shows it; one under a secret's name is not shown. */
function shownAt(key: PropertyKey | undefined, value: unknown): string {
  return /^(?!.*file$).*(?:passw|secret|token)/iu.test(String(key)) ? "something secret" : shown(value);
}

/** The branch of a union that the value comes nearest to: the one that refuses something inside the value. */
function closestBranch({ code, errors = [] }: Issue): readonly Issue[] | undefined {
  if (code !== "invalid_union") return undefined;
  return errors.find((branch) => branch.length > 0 && branch.every(({ path }) => (path ?? []).length > 0));
}

function cureOf(found: unknown, allowed: string): string {
  if (allowed.startsWith("must be text") && (typeof found === "number" || typeof found === "boolean")) {
    return `: write it in quotes, "${String(found)}"`;
  }
  const isNumeral = typeof found === "string" && found.trim() !== "" && Number.isFinite(Number(found));
  return allowed.endsWith("number") && isNumeral ? `: write it without quotes, ${found.trim()}` : "";
}

function suggestion(key: string, known: string): string {
  const near = closestTo(key, known.split(", "));
  const cure = near === undefined ? "remove it, or move it to its level." : `did you mean ${near}?`;
  return `; ${cure} Known here: ${known}.`;
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>((before, part) => {
    if (typeof part === "number") return `${before}[${String(part)}]`;
    const name = String(part).length <= 60 ? String(part) : `${String(part).slice(0, 60)}…`;
    return `${before}${before === "" ? "" : "."}${name}`;
  }, "");
  return text === "" ? "(document)" : text;
}

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a finite number",
  int: "a whole number",
  boolean: "true or false",
  object: "a mapping",
  record: "a mapping",
  array: "a list",
};

const formats: Readonly<Record<string, string>> = {
  ipv4: "an IPv4 address, like 192.0.2.11",
  cidrv4: "an IPv4 subnet, like 192.0.2.0/24",
  safeint: "a whole number",
};

const units: Readonly<Record<string, string>> = { string: " characters", array: " entries" };

/** What a failed check allows, from "must be" on; for unknown keys those that are known. */
function allowedBy(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${kinds[issue.expected ?? ""] ?? issue.expected ?? "another value"}`;
    case "invalid_value":
      return `must be ${oneOf(issue.values ?? [])}`;
    case "too_small":
      return `must ${bound(issue, issue.inclusive === false ? "more than" : "at least", issue.minimum)}`;
    case "too_big":
      return `must ${bound(issue, issue.inclusive === false ? "less than" : "at most", issue.maximum)}`;
    case "invalid_format":
      return `must be ${formats[issue.format ?? ""] ?? "text of another form"}`;
    case "unrecognized_keys":
      return knownKeys(issue.inst).join(", ");
    case "invalid_key":
      return issue.issues?.[0]?.message ?? "must be another name";
    case "invalid_union":
      return unionText(issue);
    default:
      return "must be another value";
  }
}

function bound({ origin }: Issue, comparison: string, limit: number | bigint | undefined): string {
  const unit = units[origin ?? ""];
  return `${unit === undefined ? "be" : "have"} ${comparison} ${String(limit)}${unit ?? ""}`;
}

function unionText({ options, errors = [] }: Issue): string {
  if (options !== undefined) return `must be ${oneOf(options)}`;
  const allowed = errors.flatMap((branch) => branch.map(({ message }) => (message ?? "").replace(/^must be /, "")));
  return `must be ${[...new Set(allowed)].join(", or ")}`;
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(", ")}`;
}

function knownKeys(schema: unknown): string[] {
  const shape = (schema as { _zod?: { def?: { shape?: object } } } | undefined)?._zod?.def?.shape;
  return Object.keys(shape ?? {});
}
