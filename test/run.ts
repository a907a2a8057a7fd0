/**
 * `npm test`: the checks, then the unit, integration and end-to-end suites, then one line that counts them. Stops at the first
 * part that fails; `--only check|unit|integration|e2e|e2e-full` runs one part, or several with commas between. The end-to-end
 * suites build a lab and testbeds in it; `e2e-full` is what would make `npm test` longer than an hour.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const project = new URL("..", import.meta.url).pathname;
const bin = (name: string): string => join(project, "node_modules", ".bin", name);

/** Checks of the source itself: each counts as one test. */
const checks: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ["format", bin("prettier"), ["--check", "--log-level", "warn", "."]],
  ["types", bin("tsc"), ["--noEmit", "-p", "."]],
  ["lint", bin("eslint"), ["--max-warnings", "0", "."]],
  [
    "imports",
    bin("depcruise"),
    [
      "--config",
      ".dependency-cruiser.cjs",
      "index.ts",
      "base",
      "platforms",
      "rack",
      "workloads",
      "stacks",
      "studies",
      "components",
      "bench",
      "benchmarks",
      "cli",
      "toolchain",
    ],
  ],
  ["unused", bin("knip"), []],
  ["scripts", "bash", ["-c", 'git ls-files -z "*.sh" .ci/run | xargs -0 shellcheck --shell=bash --severity=style']],
];

/** What the end-to-end suite needs of a machine, and why not where it does not have it. */
function whyNoLab(): string | undefined {
  if (process.platform !== "linux") return "the lab runs on Linux only";
  if (process.getuid?.() !== 0) return "the lab needs root (network namespaces, bridges)";
  return undefined;
}

async function runChecks(total: Count): Promise<void> {
  for (const [name, command, args] of checks) {
    const started = Date.now();
    const result = await execa(command, args, { cwd: project, reject: false, stdio: "inherit" });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${result.exitCode === 0 ? "ok    " : "FAILED"} check ${name} (${seconds} s)`);
    if (result.exitCode === 0) total.passed += 1;
    else total.failed += 1;
  }
}

async function runSuite(suite: string, total: Count): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "crossbed-test-"));
  try {
    const report = join(directory, "report.json");
    const result = await execa(
      bin("vitest"),
      ["run", "--project", suite, "--reporter", "verbose", "--reporter", "json", "--outputFile.json", report],
      { cwd: project, reject: false, stdio: "inherit" },
    );
    const counts = JSON.parse(readFileSync(report, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
      numPendingTests: number;
      numTodoTests: number;
    };
    total.passed += counts.numPassedTests;
    total.failed += counts.numFailedTests;
    total.skipped += counts.numPendingTests + counts.numTodoTests;
    // A file that fails to load, or a suite without tests, is a failure that no test counts.
    if (result.exitCode !== 0 && counts.numFailedTests === 0) total.failed += 1;
    if (counts.numPassedTests + counts.numFailedTests === 0) {
      console.log(`FAILED suite ${suite}: no test ran`);
      total.failed += 1;
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const onlyAt = process.argv.indexOf("--only");
const only = onlyAt === -1 ? undefined : process.argv[onlyAt + 1]?.split(",");
const wanted = (part: string): boolean => only === undefined || only.includes(part);

const total: Count = { passed: 0, failed: 0, skipped: 0 };
const noLab = whyNoLab();

if ((only === undefined || only.some((part) => part.startsWith("e2e"))) && noLab === undefined) {
  await execa("node", [join(project, "cli/crossbed.mjs"), "setup", "--for", "lab,test"], {
    cwd: project,
    stdio: "inherit",
  });
}
if (wanted("check")) await runChecks(total);
console.log(`Node.js ${process.version}`);
for (const suite of only ?? ["unit", "integration", "e2e"]) {
  if (suite === "check") continue;
  if (total.failed > 0 && only === undefined) {
    console.log(`skipped suite ${suite}: an earlier part failed`);
  } else if (suite.startsWith("e2e") && noLab !== undefined) {
    console.log(`skipped suite ${suite}: ${noLab}`);
    total.skipped += 1;
  } else {
    await runSuite(suite, total);
  }
}

console.log(`${String(total.passed)} passed, ${String(total.failed)} failed, ${String(total.skipped)} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;
