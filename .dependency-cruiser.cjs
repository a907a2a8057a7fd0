// Imports point one way. The rooms and their order: docs/architecture.md.
const pure = "(/plan\\.ts$|/parser\\.ts$|^benchmarks/analysis/)";

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "base-imports-nothing-of-ours",
      severity: "error",
      from: { path: "^base/" },
      to: { path: "^(stacks|components|benchmarks|cli|toolchain|test)/" },
    },
    {
      name: "nothing-imports-cli-or-tests",
      severity: "error",
      from: { pathNot: "^(cli|test)/" },
      to: { path: "^(cli|test)/" },
    },
    {
      name: "components-do-not-know-stacks",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(stacks|cli|toolchain)/" },
    },
    {
      name: "a-component-knows-only-the-plans-of-others",
      severity: "error",
      from: { path: "^components/([^/]+)/" },
      to: { path: "^components/[^/]+/", pathNot: ["^components/$1/", "/plan\\.ts$"] },
    },
    {
      name: "benchmarks-know-neither-components-nor-stacks",
      severity: "error",
      from: { path: "^benchmarks/" },
      to: { path: "^(components|stacks|toolchain)/" },
    },
    {
      name: "cases-and-results-come-first",
      severity: "error",
      from: { path: "^benchmarks/(cases|results)/" },
      to: { path: "^benchmarks/(collect|workload|run|analysis|report)/" },
    },
    {
      name: "analysis-reads-results",
      severity: "error",
      from: { path: "^benchmarks/analysis/" },
      to: { path: "^benchmarks/(workload|run|report)/" },
    },
    {
      name: "report-reads-analysis",
      severity: "error",
      from: { path: "^benchmarks/report/" },
      to: { path: "^benchmarks/(workload|run)/" },
    },
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
        path: "^(base|stacks|components|benchmarks|cli)/",
        pathNot: ["spec\\.ts$", "inventory\\.ts$", "^benchmarks/results/", "/parser\\.ts$", "/facts\\.ts$"],
      },
      to: { path: "node_modules/zod/" },
    },
    {
      name: "toolchain-stands-alone",
      severity: "error",
      from: { path: "^toolchain/" },
      to: { path: "^(stacks|components|benchmarks|cli)/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ["node_modules", "sdks"] },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "types"] },
  },
};
