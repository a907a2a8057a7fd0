/** The bundle as a machine gets it: a directory, Node.js and nothing else. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GeneratorRecord } from "../../../../workloads/records.ts";
import { bundleWorkload } from "../../../../workloads/ss7/bundle.ts";

const scratch = mkdtempSync(join(tmpdir(), "crossbed-bundle-"));
const bundle = join(scratch, "one");

beforeAll(async () => {
  await bundleWorkload(bundle);
});
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const link = {
  stp: { addresses: ["127.0.0.1"], port: 1 },
  localAddresses: ["127.0.0.1"],
  pointCode: 101,
  routingContext: 101,
};
const run = (program: string, ...args: string[]) =>
  execa("node", [join(bundle, program), ...args], { reject: false, cwd: scratch, timeout: 60_000 });

test("bundleWorkload · gives the same bytes each time", async () => {
  const again = join(scratch, "two");
  await bundleWorkload(again);
  const digests = (directory: string): string[] =>
    readdirSync(directory).map(
      (name) =>
        `${name} ${createHash("sha256")
          .update(readFileSync(join(directory, name)))
          .digest("hex")}`,
    );
  expect(readdirSync(again)).toEqual(["application.mjs", "generator.mjs", "koffi.node"]);
  expect(digests(again)).toEqual(digests(bundle));
});

test("generator · refuses a configuration with all its problems and exit status 2", async () => {
  const { exitCode, stderr } = await execa("node", [join(bundle, "generator.mjs")], { reject: false, input: "{}\n" });
  expect(exitCode).toBe(2);
  expect(stderr.split("\n")[0]).toBe("the load generator's configuration: 4 problems; nothing has been changed.");
});

test("generator · says that nobody is at the transfer point's address, and ends with its stdin", async () => {
  const config = { name: "sim-a-1", cluster: "a", link, destinationPointCode: 101 };
  const generator = execa("node", [join(bundle, "generator.mjs")], { reject: false, timeout: 60_000 });
  generator.stdin.write(`${JSON.stringify(config)}\n`);
  const line = await new Promise<string>((resolve) =>
    generator.stdout.once("data", (chunk: Buffer) => {
      resolve(chunk.toString());
    }),
  );
  const record = JSON.parse(line.split("\n")[0] ?? "") as GeneratorRecord;
  expect(record).toMatchObject({ kind: "warning", generator: "sim-a-1", code: "link-down" });
  generator.stdin.end();
  expect((await generator).exitCode).toBe(0);
});

test("application · refuses a configuration that it cannot read, with exit status 2", async () => {
  const { exitCode, stderr } = await run("application.mjs", "--config", "absent.json");
  expect([exitCode, stderr]).toEqual([2, "absent.json: cannot be read. Name a file that this user can read."]);
});

test("application · answers its status, records its start and end, and stops on SIGTERM", async () => {
  const file = join(scratch, "a1.json");
  const eventsFile = join(scratch, "a1.events");
  const config = {
    cluster: "a",
    node: "a1",
    preferred: "active",
    link,
    heartbeat: {
      local: { address: "127.0.0.1", port: 47_411 },
      peer: { address: "127.0.0.1", port: 47_412 },
      intervalMs: 50,
      missed: 3,
    },
    statistics: { file: join(scratch, "a1.stats"), intervalMs: 100 },
    eventsFile,
    statusSocket: join(scratch, "a1.sock"),
  };
  writeFileSync(file, JSON.stringify(config));
  const notRunning = await run("application.mjs", "status", "--config", file);
  expect([notRunning.exitCode, notRunning.stderr]).toEqual([
    4,
    `${config.statusSocket}: no application process answers. Start the application, or look into its log.`,
  ]);

  const application = execa("node", [join(bundle, "application.mjs"), "--config", file], {
    reject: false,
    timeout: 60_000,
  });
  let status = await run("application.mjs", "status", "--config", file);
  while (status.exitCode !== 0) status = await run("application.mjs", "status", "--config", file);
  expect(JSON.parse(status.stdout)).toMatchObject({
    cluster: "a",
    node: "a1",
    pid: application.pid,
    state: "starting",
    link: "down",
    peer: null,
    counters: { succeeded: 0, failed: 0, retransmissions: 0, duplicates: 0 },
  });
  application.kill("SIGTERM");
  expect((await application).exitCode).toBe(0);
  const events = readFileSync(eventsFile, "utf8").trimEnd().split("\n");
  expect(events.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
    "started",
    "leaving",
    "stopped",
  ]);
  expect(readFileSync(config.statistics.file, "utf8").split("\n")[0]).toBe(
    "Date Time Succ Fail Retransmission Dup Thruput Avg Min Max",
  );
});
