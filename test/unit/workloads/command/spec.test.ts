import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseSpec } from "../../../../stacks/spec.ts";
import { readStackData } from "../../../../stacks/stack-data.ts";

const stack = (workload: unknown): unknown => ({ platform: "bare", layout: "16core", workload });

describe("a workload by commands", () => {
  it.each(["sip-kvm", "sip-bare"])("is what stack %s has", (name) => {
    expect(parseSpec(name, readStackData(name, {})).workload).toMatchObject({
      kind: "command",
      node: { programs: { kamailio: "kamailio" }, standby: true },
      generator: { programs: { sipp: "sip-tester" } },
    });
  });

  it("is what docs/add-a-workload.md shows", () => {
    const [, example = ""] = /```yaml\n(workload:[^`]*)```/.exec(readFileSync("docs/add-a-workload.md", "utf8")) ?? [];
    const { workload } = parse(example) as { readonly workload: unknown };
    expect(parseSpec("mine", stack(workload)).workload).toMatchObject({
      kind: "command",
      generator: { output: { format: "json-lines" } },
    });
  });

  it("is refused with all its problems at once", () => {
    const broken = {
      kind: "command",
      node: { port: 70_000, start: "service", files: { log: "service.log" }, prob: "true" },
      generator: { run: "load", output: { format: "json-lines", separator: ";", counts: { sent: "a", failed: "b" } } },
    };
    expect(() => parseSpec("mine", stack(broken))).toThrow(
      [
        "4 problems; nothing has been changed.",
        "  workload.node.port: is the number 70000; it must be at most 65535.",
        '  workload.node.files.log: is "service.log"; it must be an absolute path, such as /var/log/service.log.',
        '  workload.node.prob: is "true", but there is no such key; did you mean probe? Known here: programs, modules, ' +
          "port, standby, config, install, start, stop, probe, files.",
        "  workload.generator.output.counts.succeeded: is missing; it must be text.",
      ].join("\n"),
    );
  });
});
