/** What else differed between two sides, beside what was measured: the likeliest explanation first. */
import type { Manifest } from "../../results/manifest.ts";
import type { Side } from "./unit.ts";

export interface ConditionDifference {
  /** `hosts[host1].facts.kernel`. */
  readonly path: string;
  /** The values of each side's runs, each once, in the order of the sides; undefined where a manifest does not say. */
  readonly values: readonly (readonly (string | undefined)[])[];
  /** Such runs measure different things: nobody can attribute a difference between them to the platform. */
  readonly forbids: boolean;
}

/**
 * Beginnings of paths, the likeliest to explain a difference first. The platform, which differs on purpose, is no explanation but
 * the question, and stands first for the reader.
 */
const order: readonly (readonly [beginning: string, forbids: boolean])[] = [
  ["platform", false],
  ["layout", false],
  ["emulated", true],
  ["imported", false],
  ["scale", true],
  ["spec.workload", true],
  ["spec.benchmarks.arrival", true],
  ["guests", false],
  ["hosts", false],
  ["simulators", false],
  ["imageDigest", false],
  ["versions", false],
  ["spec", false],
  ["inventory", false],
  ["seed", false],
  // Whole cases of a run that was cut are as whole as any.
  ["status", false],
];

/** Differences that come with others, or that every two runs have. */
const consequences: readonly string[] = ["planDigest", "startedAtMs", "endedAtMs", "warnings", "plannedCases", "run"];
/** Each run measures these anew: they are no conditions. */
const measured = /(^|\.)clock[A-Z]\w*|^imported\.files\b/u;

/** Differences between the sides, and within a side between its runs; empty when all manifests say the same. */
export function conditionDifferences(sides: readonly Side[]): ConditionDifference[] {
  const flat = sides.map(({ runs }) => runs.map(({ manifest }) => new Map(leavesOf(conditionsOf(manifest)))));
  const paths = [...new Set(flat.flat().flatMap((leaves) => [...leaves.keys()]))];
  return paths
    .map((path) => {
      const values = flat.map((runs) => [...new Set(runs.map((leaves) => leaves.get(path)))]);
      return { path, values, forbids: order[rankOf(path)]?.[1] ?? false };
    })
    .filter(({ values }) => new Set(values.flat()).size > 1)
    .toSorted((left, right) => rankOf(left.path) - rankOf(right.path) || left.path.localeCompare(right.path, "en"));
}

function conditionsOf(manifest: Manifest): Partial<Manifest> {
  return Object.fromEntries(Object.entries(manifest).filter(([name]) => !consequences.includes(name)));
}

function rankOf(path: string): number {
  const rank = order.findIndex(
    ([beginning]) => path === beginning || [".", "["].some((next) => path.startsWith(beginning + next)),
  );
  return rank === -1 ? order.length : rank;
}

/** `a.b` or `a[name].b` with its value as text. A name identifies what has one: the order of a list is no difference. */
function* leavesOf(value: unknown, path = ""): Generator<[path: string, value: string]> {
  if (typeof value !== "object" || value === null) {
    if (!measured.test(path)) yield [path, typeof value === "string" ? value : JSON.stringify(value)];
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    yield* leavesOf(
      child,
      Array.isArray(value) ? `${path}[${nameOf(child) ?? key}]` : path === "" ? key : `${path}.${key}`,
    );
  }
}

function nameOf(value: unknown): string | undefined {
  return typeof value === "object" && value !== null && "name" in value && typeof value.name === "string"
    ? value.name
    : undefined;
}
