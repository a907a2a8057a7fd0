import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { readLocalConfig, readStackData, withBenchmarks } from "../../../stacks/stack-data.ts";

const made: string[] = [];

afterEach(() => {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true, force: true });
});

function stacks(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), "crossbed-stacks-"));
  made.push(directory);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  return directory;
}

describe("readStackData", () => {
  test("lays the configuration over the file, key by key", () => {
    const directory = stacks({ "a.yaml": "platform: kvm\nbenchmarks:\n  when: update\n  loads: [1, 2]\n" });
    const config = { "crossbed:benchmarks": '{"loads":[3]}', "crossbed:platform": "xen", "other:platform": "bare" };
    expect(readStackData("a", config, directory)).toEqual({
      platform: "xen",
      benchmarks: { when: "update", loads: [3] },
    });
  });

  test("takes configuration that is not text as it stands", () => {
    const directory = stacks({ "a.yaml": "" });
    expect(readStackData("a", { "crossbed:hosts": { vcpus: 2 } }, directory)).toEqual({ hosts: { vcpus: 2 } });
  });

  test("lays a stack's file over the one that it extends, and refuses a chain of them or what is no name", () => {
    const directory = stacks({
      "a.yaml": "platform: kvm\nbenchmarks:\n  when: update\n  loads: [1]\n",
      "b.yaml": "extends: a\nplatform: bare\nbenchmarks:\n  loads: [2]\n",
      "c.yaml": "extends: b\n",
      "d.yaml": "extends: [a]\n",
    });
    expect(readStackData("b", { "crossbed:benchmarks": { when: "never" } }, directory)).toEqual({
      platform: "bare",
      benchmarks: { when: "never", loads: [2] },
    });
    const cure = "Name the stack whose data this one takes over.";
    expect(() => readStackData("c", {}, directory)).toThrow(
      `stacks/c.yaml: extends: is "b"; it must be the name of a stack that extends no other. ${cure}`,
    );
    expect(() => readStackData("d", {}, directory)).toThrow(
      `stacks/d.yaml: extends: is a list of 1; it must be the name of a stack that extends no other. ${cure}`,
    );
  });

  test("says which file extends a stack that does not exist, and reads no file outside stacks/", () => {
    const directory = stacks({ "e.yaml": "extends: kmv-16core\n", "f.yaml": "extends: ../package\n" });
    expect(() => readStackData("e", {}, directory)).toThrow(
      "stacks/e.yaml: extends: there is no stack called kmv-16core. Take the name of a file in stacks/, without .yaml.",
    );
    expect(() => readStackData("f", {}, directory)).toThrow(
      /^stacks\/f\.yaml: extends: is "\.\.\/package"; it must be the name of a stack/u,
    );
  });

  test("names the file of a stack that does not exist", () => {
    expect(() => readStackData("b", {}, stacks({}))).toThrow(
      "stacks/b.yaml: there is no stack called b. Take the name of a file in stacks/, without .yaml.",
    );
  });

  test("names the file that is not a mapping", () => {
    const directory = stacks({ "a.yaml": "- 1\n" });
    expect(() => readStackData("a", {}, directory)).toThrow(
      "stacks/a.yaml: is a list of 1; it must be a mapping of names to values. Begin each line with a name and a colon.",
    );
  });

  test("names the file that is not YAML, and the line", () => {
    const directory = stacks({ "a.yaml": "a: [1\nb: 2\n" });
    expect(() => readStackData("a", {}, directory)).toThrow(/^stacks\/a\.yaml: is not YAML: .* line \d+/);
  });

  test("takes a decimal that was set by path, which Pulumi stores as text, for a number", () => {
    const directory = stacks({ "a.yaml": "benchmarks:\n  when: update\n" });
    const config = { "crossbed:benchmarks": { loads: ["2.5", 3, "1/3"] } };
    expect(readStackData("a", config, directory)).toEqual({ benchmarks: { when: "update", loads: [2.5, 3, "1/3"] } });
  });

  test("says that a path was set without --path", () => {
    const config = { "crossbed:benchmarks.loads": "[3]" };
    expect(() => readStackData("a", config, stacks({ "a.yaml": "" }))).toThrow(
      'crossbed:benchmarks.loads over stacks/a.yaml: is "[3]", set under a key with a dot or bracket in it; a key must be ' +
        "one name, and paths need --path. Remove it with pulumi config rm 'crossbed:benchmarks.loads', and set it with " +
        "pulumi config set --path 'crossbed:benchmarks.loads' <value>.",
    );
  });

  test("says that a secret cannot stand in a stack's data, and not what the secret is", () => {
    const config = { "crossbed:benchmarks": { loads: [{ secure: "v1:abc" }] } };
    expect(() => readStackData("a", config, stacks({ "a.yaml": "" }))).toThrow(
      "crossbed:benchmarks over stacks/a.yaml: holds a secret ({secure: …}); it must be plain text, as nothing in a " +
        "stack's data is secret. Set it again with --plaintext instead of --secret.",
    );
  });

  test("names the key that would replace a mapping", () => {
    const directory = stacks({ "a.yaml": "benchmarks:\n  when: update\n" });
    expect(() => readStackData("a", { "crossbed:benchmarks": "never" }, directory)).toThrow(
      "crossbed:benchmarks over stacks/a.yaml: is \"never\", but a mapping stands there. Set one of its fields: pulumi config set --path 'crossbed:benchmarks.<field>' <value>.",
    );
  });
});

describe("readLocalConfig", () => {
  test("is empty when this clone has set nothing", () => {
    expect(readLocalConfig("a", stacks({}))).toEqual({});
  });

  test("gives what `pulumi config set` has written", () => {
    const directory = stacks({ "Pulumi.a.yaml": "encryptionsalt: v1:x\nconfig:\n  crossbed:name: demo\n" });
    expect(readLocalConfig("a", directory)).toEqual({ "crossbed:name": "demo" });
  });
});

describe("withBenchmarks", () => {
  const data = { platform: "kvm", benchmarks: { when: "update", loads: [1, 2] } };

  test("lays one update's own settings over a stack's benchmarks", () => {
    expect(withBenchmarks(data, '{"when":"never","seed":7}')).toEqual({
      platform: "kvm",
      benchmarks: { when: "never", loads: [1, 2], seed: 7 },
    });
    expect(withBenchmarks(data, undefined)).toEqual(data);
  });

  test("names the variable whose text is no JSON object", () => {
    expect(() => withBenchmarks(data, "never")).toThrow(
      'CROSSBED_BENCHMARKS: is "never"; it must be a JSON object. Write it like {"repetitions": 1}.',
    );
  });
});
