import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { liveIntervals } from "../../../../studies/metrics/live.ts";
import { serveMetrics, type MetricsServer } from "../../../../studies/metrics/server.ts";

const open: MetricsServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serving(...args: Parameters<typeof serveMetrics>): Promise<MetricsServer> {
  const server = await serveMetrics(...args);
  open.push(server);
  return server;
}

const figure = (value: number) => ({
  name: "some_seconds",
  help: "Some.",
  values: [{ labels: { study: "lab" }, value }],
});

describe("serveMetrics", () => {
  it("answers with OpenMetrics, and asks anew at each scrape", async () => {
    let scrapes = 0;
    const { url } = await serving(0, () => Promise.resolve([figure((scrapes += 1))]));
    const first = await fetch(url);
    expect(first.headers.get("content-type")).toContain("application/openmetrics-text");
    expect(await first.text()).toBe(
      '# HELP some_seconds Some.\n# TYPE some_seconds gauge\nsome_seconds{study="lab"} 1\n# EOF\n',
    );
    expect(await (await fetch(url)).text()).toContain('some_seconds{study="lab"} 2\n');
  });

  it("fails a scrape whose figures fail, and no other", async () => {
    let isBroken = true;
    const { url } = await serving(0, () =>
      isBroken ? Promise.reject(new Error("torn")) : Promise.resolve([figure(1)]),
    );
    const failed = await fetch(url);
    expect([failed.status, await failed.text()]).toEqual([500, "torn\n"]);
    isBroken = false;
    expect((await fetch(url)).status).toBe(200);
  });

  it("has a dashboard of the figures beside", async () => {
    const { url } = await serving(0, () => Promise.resolve([{ ...figure(1), panel: { title: "Some", legend: "x" } }]));
    const dashboard = await fetch(url.replace("/metrics", "/dashboard.json"));
    expect(dashboard.headers.get("content-type")).toBe("application/json");
    expect(await dashboard.json()).toMatchObject({ panels: [{ title: "Some" }] });
  });

  it("has nothing else", async () => {
    const { url } = await serving(0, () => Promise.resolve([]));
    expect((await fetch(url.replace("/metrics", "/"))).status).toBe(404);
    expect((await fetch(url, { method: "POST" })).status).toBe(404);
  });

  it("says what to do about a port that another has", async () => {
    const { url } = await serving(0, () => Promise.resolve([]));
    const port = Number(new URL(url).port);
    await expect(serveMetrics(port, () => Promise.resolve([]))).rejects.toThrow(`--metrics ${String(port)}`);
  });
});

describe("liveIntervals", () => {
  it("reads the last whole interval of each generator of the case that was begun last", async () => {
    const run = await mkdtemp(join(tmpdir(), "crossbed-live-"));
    const line = (generator: string, endEpochMs: number): string =>
      `${JSON.stringify({ kind: "interval", generator, endEpochMs })}\n`;
    try {
      for (const folder of ["one-r1", "two-r1", "application"])
        await mkdir(join(run, "raw", folder), { recursive: true });
      await writeFile(join(run, "raw/one-r1/g.jsonl"), line("g", 1000));
      await writeFile(
        join(run, "raw/two-r1/g.jsonl"),
        `${line("g", 2000)}${line("g", 3000)}{"kind":"warning"}\n{"kind":"interval","gen`,
      );
      await writeFile(join(run, "raw/two-r1/h.jsonl"), line("h", 2500));
      await writeFile(join(run, "raw/two-r1/host1.sar.txt"), "12:00:00");
      await writeFile(join(run, "raw/application/a1.events.jsonl"), '{"kind":"active"}\n');
      const found = await liveIntervals(run);
      expect(found.map((one) => [one.case, one.interval.generator, one.interval.endEpochMs])).toEqual([
        ["two-r1", "g", 3000],
        ["two-r1", "h", 2500],
      ]);
      expect(await liveIntervals(join(run, "absent"))).toEqual([]);
    } finally {
      await rm(run, { recursive: true });
    }
  });
});
