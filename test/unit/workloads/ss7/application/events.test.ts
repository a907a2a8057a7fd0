import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  parseEvents,
  recordEvent,
  type ApplicationEventRecord,
} from "../../../../../workloads/ss7/application/events.ts";

const started: ApplicationEventRecord = { time: 1, cluster: "a", node: "a1", pid: 236, event: "started", reason: "" };
const active: ApplicationEventRecord = { ...started, time: 2, event: "active", reason: "the peer is silent" };

it("reads what was recorded, and goes on behind what a crash left of the last events", () => {
  const directory = mkdtempSync(join(tmpdir(), "events-"));
  try {
    const file = join(directory, "a1.events.jsonl");
    recordEvent(file, started);
    recordEvent(file, active);
    expect(parseEvents(readFileSync(file, "utf8"))).toEqual([started, active]);

    writeFileSync(file, `${readFileSync(file, "utf8")}{"time":3,"clus${"\0".repeat(200)}`);
    recordEvent(file, { ...started, time: 4 });
    writeFileSync(file, `${readFileSync(file, "utf8")}{"time":5,"reason":"}\n`);
    expect(parseEvents(readFileSync(file, "utf8"))).toEqual([started, active, { ...started, time: 4 }]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
