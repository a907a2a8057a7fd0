import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sourcesDigest } from "../../../stacks/sources.ts";

let project: string;
const write = (file: string, text: string): void => {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
};

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "crossbed-sources-"));
  for (const room of ["rack", "platforms", "components", "benchmarks", "workloads"]) write(`${room}/a.sh`, "one");
});
afterEach(() => {
  rmSync(project, { recursive: true });
});

describe("sourcesDigest", () => {
  it.each([
    "rack/scripts/facts.sh",
    "platforms/xen.facts.sh",
    "platforms/kvm.ts",
    "components/guest/kvm.xslt",
    "components/guest/kvm.ts",
    "components/guest/index.ts",
    "benchmarks/run/migration/migrate.sh",
    "workloads/ss7/application/service.ts",
    "workloads/command/machine/generator.sh",
  ])("is another with another %s", (file) => {
    write(file, "one");
    const before = sourcesDigest(project);
    expect(sourcesDigest(project)).toBe(before);
    write(file, "two");
    expect(sourcesDigest(project)).not.toBe(before);
  });

  it.each(["components/virtual-host/seed.md", "benchmarks/report/page.ts", "rack/claims.ts"])(
    "is the same with another %s, which nothing on a machine comes from",
    (file) => {
      const before = sourcesDigest(project);
      write(file, "one");
      expect(sourcesDigest(project)).toBe(before);
    },
  );
});
