// Imports point one way. The rooms and their order: docs/architecture.md.
const pure = "(/plan\\.ts$|/parser\\.ts$|^platforms/|^benchmarks/analysis/)";

/** A rule that forbids imports from one set of folders to another. */
const never = (name, from, to, more = {}) => ({
  name,
  severity: "error",
  from: typeof from === "string" ? { path: `^(${from})` } : from,
  to: { path: `^(${to})`, ...more },
});

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    never(
      "base-imports-nothing-of-ours",
      "base/",
      "(platforms|rack|workloads|stacks|components|benchmarks|cli|toolchain|test)/",
    ),
    never(
      "platforms-know-base-alone",
      "platforms/",
      "(rack|workloads|stacks|components|benchmarks|cli|toolchain|test)/",
    ),
    never("a-rack-knows-no-stack-and-no-plan", "rack/", "(workloads|stacks|components|benchmarks|cli|toolchain|test)/"),
    never("workloads-know-the-rack-at-most", "workloads/", "(stacks|components|benchmarks|cli|toolchain|test)/"),
    {
      name: "nothing-imports-cli-tests-or-benches",
      severity: "error",
      from: { pathNot: "^(cli|test|bench)/" },
      to: { path: "^(cli|test|bench)/" },
    },
    never("components-do-not-know-stacks", "components/", "(stacks|cli|toolchain)/"),
    {
      name: "a-component-knows-only-the-plans-of-others",
      severity: "error",
      from: { path: "^components/([^/]+)/" },
      to: { path: "^components/[^/]+/", pathNot: ["^components/$1/", "/plan\\.ts$"] },
    },
    never("benchmarks-know-neither-components-nor-stacks", "benchmarks/", "(components|stacks|toolchain)/"),
    never(
      "cases-and-results-come-first",
      "benchmarks/(cases|results)/",
      "benchmarks/(collect|run|analysis|report)/|rack/|workloads/",
    ),
    never(
      "exchange-reads-results",
      "benchmarks/exchange/",
      "benchmarks/(cases|collect|run|analysis|report)/|workloads/|rack/",
    ),
    never(
      "import-reads-recordings",
      "benchmarks/import/",
      "benchmarks/(analysis|report|run|exchange)/|workloads/|rack/",
    ),
    never("analysis-reads-results", "benchmarks/analysis/", "benchmarks/(run|report)/|workloads/|rack/"),
    never("report-reads-analysis", "benchmarks/report/", "benchmarks/run/|workloads/|rack/"),
    {
      name: "plans-parsers-and-analysis-are-pure",
      comment: "No Pulumi, file system, process, clock or random source: seed and time are arguments.",
      severity: "error",
      from: { path: pure },
      to: {
        path: [
          "@pulumi/",
          "^(node:)?(fs|fs/promises|child_process|process|os|net|http|dgram)$",
          "node_modules/(execa|ssh2)/",
        ],
      },
    },
    {
      name: "zod-only-at-the-edges",
      severity: "error",
      from: {
        path: "^(base|platforms|rack|workloads|stacks|studies|components|benchmarks|cli)/",
        pathNot: [
          "spec\\.ts$",
          "inventory\\.ts$",
          "^benchmarks/results/",
          "/parser\\.ts$",
          "/facts\\.ts$",
          "/(lease|death)-record\\.ts$",
          "/request\\.ts$",
          "/planned-case\\.ts$",
          "^benchmarks/exchange/crate/check\\.ts$",
        ],
      },
      to: { path: "node_modules/zod/" },
    },
    never("toolchain-stands-alone", "toolchain/", "(rack|workloads|stacks|studies|components|benchmarks|cli)/"),
    never("a-study-stands-on-stacks-and-results", "studies/", "(cli|toolchain|components)/|benchmarks/(run|report)/"),
    never(
      "nothing-below-knows-a-study",
      "(base|platforms|rack|workloads|components|stacks|benchmarks|toolchain)/",
      "studies/",
    ),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ["node_modules", "sdks"] },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "types"] },
  },
};
