import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { keepApplicationFiles } from "../../../../benchmarks/run/application.ts";
import type { Remote } from "../../../../benchmarks/run/remote.ts";
import type { ApplicationNode } from "../../../../benchmarks/run/request.ts";

it("keepApplicationFiles · keeps those of one node when another is lost, and says why", async () => {
  const directory = mkdtempSync(join(tmpdir(), "crossbed-files-"));
  const node = (name: string): ApplicationNode =>
    ({ node: `A-${name}`, machine: name, files: { statistics: "/s", events: "/e" } }) as ApplicationNode;
  const remote = {
    run: (machine: string) => (machine === "a1" ? Promise.reject(new Error("a1: no answer")) : Promise.resolve("text")),
  } as unknown as Remote;
  const failures = await keepApplicationFiles(remote, [node("a1"), node("a2")], directory);
  expect(failures).toEqual(["files of A-a1 were not kept: a1: no answer"]);
  expect(readdirSync(join(directory, "raw/application"))).toEqual(["A-a2.events.jsonl", "A-a2.statistics.txt"]);
  rmSync(directory, { recursive: true });
});
