import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { collectors } from "../../../../benchmarks/collect/index.ts";

/** Starts the script as ssh does: as the text of one command, with our end of its stdin open. */
const start = (): ReturnType<typeof spawn> =>
  spawn("bash", ["-c", collectors.sar.script], { stdio: ["pipe", "pipe", "pipe"] });

describe("collect.sh", () => {
  it("prints sar's report until its stdin ends, and then ends well", async () => {
    const collector = start();
    collector.stdin?.write("INTERVAL_SEC=1\n\n");
    let text = "";
    collector.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      if (/^\d\d:\d\d:\d\d +all/m.test(text)) collector.stdin?.end();
    });
    const [status] = (await once(collector, "close")) as [number | null];
    expect(status).toBe(0);
    expect(text).toMatch(/%usr +%nice +%sys/);
  });

  it("refuses an interval that is no whole number of seconds", async () => {
    const collector = start();
    collector.stdin?.end("INTERVAL_SEC=1; reboot\n");
    const [status] = (await once(collector, "close")) as [number | null];
    expect(status).toBe(64);
  });
});
