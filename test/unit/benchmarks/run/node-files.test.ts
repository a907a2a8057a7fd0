import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { keepNodeFiles } from "../../../../benchmarks/run/node-files.ts";
import type { Remote } from "../../../../rack/remote.ts";
import type { RunNode } from "../../../../workloads/workload.ts";

it("keepNodeFiles · keeps those of one node when another is lost, and says why", async () => {
  const directory = mkdtempSync(join(tmpdir(), "crossbed-files-"));
  const node = (name: string): RunNode =>
    ({
      name: `A-${name}`,
      machine: name,
      files: { "statistics.txt": "/s", "events.jsonl": "/e" },
    }) as unknown as RunNode;
  const remote = {
    run: (machine: string) => (machine === "a1" ? Promise.reject(new Error("a1: no answer")) : Promise.resolve("text")),
  } as unknown as Remote;
  const failures = await keepNodeFiles(remote, [node("a1"), node("a2")], directory);
  expect(failures).toEqual([
    { about: "application", machine: "a1", text: "files of A-a1 were not kept: a1: no answer" },
  ]);
  expect(readdirSync(join(directory, "raw/application"))).toEqual(["A-a2.events.jsonl", "A-a2.statistics.txt"]);
  rmSync(directory, { recursive: true });
});
