import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** A value that once stood in several files, how it looks in a file's code, and the one file that may hold it. */
const homes: readonly (readonly [value: string, looks: RegExp, home: string])[] = [
  ["the confidence of intervals", /\b0\.95\b|\b95 ?%/u, "base/confidence.ts"],
  ["M3UA's port", /\b2905\b/u, "workloads/ss7/ports.ts"],
  ["the heartbeats' port", /\b7400\b/u, "workloads/ss7/ports.ts"],
  ["the BMCs' port", /\b623\b/u, "rack/fencing-inventory.ts"],
  ["the greatest point code", /0x3fff\b|7\.255\.7/u, "workloads/ss7/point-codes.ts"],
  ["the first point codes", /[cC]ode\w*\s*[:=(]\s*[12]01\b/u, "workloads/ss7/point-codes.ts"],
  ["dom0's memory", /(?<!SIZE_|\d)1536\b|dom0_mem=\d/u, "platforms/xen.ts"],
  ["the lab's addresses", /\b10\.77\./u, "stacks/lab.yaml"],
  ["sizes of the lab's images", /\b(?:6144|768M?)\b/u, "components/virtual-lab/sizes.ts"],
  ["Debian's release", /\btrixie\b/u, "components/virtual-lab/images.ts"],
  ["the cluster file systems' ports", /\b(?:7777|5405|21_?064)\b/u, "components/cluster-filesystem/ports.ts"],
  ["the numbers in requests", /["'`](?:46\d{9}|46700|24099)/u, "workloads/ss7/numbering.ts"],
  ["the fields of a lease's record", /\bboot\b.{0,20}@BOOT@|"boot\\?":/u, "rack/lease-record.ts"],
  ["whose a lease is", /"(?:stack|clone)\\?":/u, "rack/lease-record.ts"],
  ["the columns of the study's statistics", /\bThruput\b/u, "base/metrics.ts"],
  ["the percentiles of the response time", /\bp90\b/u, "base/metrics.ts"],
  ["the order of the study's layouts", /\[\s*"16core",\s*"12core"/u, "benchmarks/cases/study.ts"],
  ["what a step gets of the user's environment", /\bSSL_CERT_FILE\b|\b(?:AWS|PULUMI)_\*/u, "base/step-environment.ts"],
  ["how long a connection may take", /\b(?:ConnectTimeout[= ]|connect-timeout=)\d/u, "rack/timeouts.ts"],
  ["how long a step may wait", /\b(?:WAIT|ANSWER)_SEC(?:=|: )"?\d/u, "rack/timeouts.ts"],
  ["random numbers", /0x6d2b79f5/u, "base/random.ts"],
  ["the greatest seed", /2_?147_?483_?647|2 \*\* 31/u, "base/random.ts"],
  ["what a name may look like", /1 to 32 lower-case/u, "base/name-spec.ts"],
  ["the prefix of virtual cards' addresses", /["'`]52:54:00["'`:]/u, "base/names.ts"],
  ["how wide a drawing over the page is", /\b1140\b/u, "benchmarks/report/figures/figure.ts"],
  ["a bridge's name", /["'`]br-\$?/u, "base/names.ts"],
  ["the least Node.js", /\bnode\d\d\b|">=\d\d"/u, "package.json"],
  [
    "names of a run's files",
    /["'`/](?:summary|digests)\.json\b|\b(?:cases|samples|warm-up|histograms)\.jsonl\b/u,
    "benchmarks/results/directory.ts",
  ],
  ["where a clone keeps its own things", /["'`]\.crossbed["'`]/u, "base/project.ts"],
  ["where a clone keeps results", /["'`]results["'`]/u, "base/project.ts"],
  ["the file of pinned host keys", /["'`]known_hosts["'`]/u, "rack/ssh-config.ts"],
  ["how names of our domains begin", /\bcb-(?!run-)/u, "base/names.ts"],
  ["the greatest port", /\b65_?535\b(?!\.`)/u, "base/ports.ts"],
  ["the length of a day", /\b86_400(?:_000)?\b/u, "base/units.ts"],
  ["how a SHA-256 looks", /0-9a-f\]\{64\}/u, "base/sha256-spec.ts"],
  ["how a path in data looks", /A-Za-z0-9\._\/@\+-\]/u, "base/path-spec.ts"],
  ["how requests follow each other", /"poisson"\]/u, "base/arrivals.ts"],
  ["by which signals a process ends in order", /"SIGTERM", "SIGHUP"\]/u, "base/end-signals.ts"],
  ["lines of a recording", /uFEFF/u, "benchmarks/collect/recording-lines.ts"],
  ["how Pulumi marks secrets", /\b(?:4dabf18193|1b47061264)/u, "toolchain/signatures.ts"],
  ["a host's records of guests", /HOST_STATE\}?\/guests/u, "rack/paths.ts"],
  ["libvirt's time to answer a script", /timeout 60 virsh/u, "rack/timeouts.ts"],
  ["a process's log", /\$NAME\.log|\$\{name\}\.log/u, "rack/paths.ts"],
  ["a guest's console log", /HOST_LOGS\/\$DOMAIN\.console|HOST_LOGS@/u, "rack/paths.ts"],
  ["scripts beside a module", /`scripts\/\$\{step\}/u, "rack/script.ts"],
  ["libvirt's URI of a host", /\}:\/\/\/system/u, "platforms/platform.ts"],
  ["a host's own key", /HOST_STATE\}?\/ssh/u, "rack/paths.ts"],
  [
    "properties of the application's slice",
    /\b(?:CPUQuota|AllowedCPUs|MemoryMax)=/u,
    "components/host/slice-limits.ts",
  ],
  [
    "names of a distribution's packages",
    /\b(?:libdlm|libvirt-client|nodejs20)\b(?!s)|["'](?:libvirt-clients|qemu-utils|iproute2)["']/u,
    "platforms/packages.ts",
  ],
];

/** Production files: no tests, nothing generated, no documents, no recordings. */
const files = execFileSync("git", ["ls-files"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(?:ts|mjs|sh|ya?ml|xslt|cfg)$|^package\.json$|\/images\//u.test(file))
  .filter((file) => !/^(?:test|sdks|docs)\//u.test(file) && file !== ".ci/run");

/** What a program sees of a file: comments may tell of a value. */
function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*(?:\/\/|#).*$/gmu, "");
}

const codes = new Map(files.map((file) => [file, codeOf(readFileSync(file, "utf8"))]));
const holdersOf = (looks: RegExp): string[] => files.filter((file) => looks.test(codes.get(file) ?? ""));

describe("a value has one home", () => {
  it.each(homes)("%s", (_, looks, home) => {
    expect(holdersOf(looks).filter((file) => file !== home)).toEqual([]);
  });

  it("and a comment is no home", () => {
    expect(codeOf('/** 95 % of it. */\nconst port = 1; // 2905\n  // 0.95\n# 7400\nPORT="1"\n')).toBe(
      '\nconst port = 1; // 2905\n\n\nPORT="1"\n',
    );
  });
});
